# check: server tcp greeting
# finds: tcp/close/unread-reset
"""Greets and closes, and never reads what a client may have sent."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=128)
while True:
    connection, address = server.accept()
    try:
        connection.sendall(b"Thank you for connecting")
    except OSError:
        pass
    connection.close()
