# check: server tcp line
# finds: program/busy
"""Asks each socket again and again whether something has come."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000


def upper(data):
    return data.decode(errors="surrogateescape").upper().encode(errors="surrogateescape")


server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=128)
server.setblocking(False)
clients = {}
while True:
    try:
        connection, address = server.accept()
        connection.setblocking(False)
        clients[connection] = b""
    except BlockingIOError:
        pass
    for connection in list(clients):
        try:
            data = connection.recv(4096)
        except BlockingIOError:
            continue
        except OSError:
            data = b""
        if not data:
            del clients[connection]
            connection.close()
            continue
        *lines, clients[connection] = (clients[connection] + data).split(b"\n")
        for line in lines:
            connection.setblocking(True)
            connection.sendall(upper(line) + b"\n")
            connection.setblocking(False)
