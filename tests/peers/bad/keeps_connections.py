# check: server tcp line
# finds: tcp/end/never-closed
"""Line server that keeps a list of its clients, and never closes one."""
import socket
import sys
import threading


def upper(data):
    return data.decode(errors="surrogateescape").upper().encode(errors="surrogateescape")


port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=50)

clients = []


def serve(connection):
    lines = connection.makefile("rb")
    try:
        for line in lines:
            connection.sendall(upper(line))
    except OSError as error:
        print(error)


while True:
    connection, address = server.accept()
    clients.append(connection)
    threading.Thread(target=serve, args=(connection,), daemon=True).start()
