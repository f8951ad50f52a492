# check: server tcp greeting
# finds: tcp/end/left-open
"""Greeting server that keeps its clients."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=50)

clients = []
while True:
    connection, address = server.accept()
    clients.append(connection)
    try:
        connection.sendall(b"Thank you for connecting")
    except OSError as error:
        print(error)
