# check: server tcp echo
# finds: 
"""Iterative echo server: what arrives goes back as it is."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=128)
while True:
    connection, address = server.accept()
    try:
        with connection:
            while data := connection.recv(4096):
                connection.sendall(data)
    except OSError as error:
        print("a client is lost:", error)
