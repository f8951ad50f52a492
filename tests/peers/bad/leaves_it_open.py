# check: server tcp textbook
# finds: tcp/end/left-open tcp/stream/split-write tcp/stream/long-request tcp/close/unread-reset
"""Server that answers once, and never closes."""
import socket
import sys
import threading


def upper(data):
    return data.decode(errors="surrogateescape").upper().encode(errors="surrogateescape")


port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=50)


def serve(connection):
    try:
        sentence = connection.recv(1024)
        connection.sendall(upper(sentence))
        connection.recv(1)
    except OSError as error:
        print(error)
    connection.close()


while True:
    connection, address = server.accept()
    threading.Thread(target=serve, args=(connection,), daemon=True).start()
