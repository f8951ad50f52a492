# check: server tcp line
# finds: tcp/answer/shorter tcp/stream/one-line
"""Receives five bytes of each client, answers them and closes: two faults."""
import socket
import sys
import threading

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000


def serve(connection):
    with connection:
        try:
            text = connection.recv(5).decode("utf-8", "surrogateescape").upper()
            connection.sendall(text.encode("utf-8", "surrogateescape"))
        except OSError as error:
            print(error, file=sys.stderr)


server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=128)
print("The server is ready to receive")
while True:
    connection, address = server.accept()
    threading.Thread(target=serve, args=(connection,), daemon=True).start()
