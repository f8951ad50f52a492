# check: server tcp greeting
# finds: tcp/greeting/speaks-first tcp/close/unread-reset
"""Greeting server that wants to hear something first."""
import socket
import sys
import threading

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=50)


def serve(connection):
    try:
        connection.recv(1024)
        connection.sendall(b"Thank you for connecting")
    except OSError as error:
        print(error)
    connection.close()


while True:
    connection, address = server.accept()
    threading.Thread(target=serve, args=(connection,), daemon=True).start()
