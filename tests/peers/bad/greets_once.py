# check: server tcp greeting
# finds: tcp/clients/one-only tcp/close/unread-reset
"""Greeting server that thanks its first client alone."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=50)


connection, address = server.accept()
connection.sendall(b"Thank you for connecting")
connection.close()
