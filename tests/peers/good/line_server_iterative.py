# check: server tcp line
# finds: 
"""Iterative line server: one client after the other, an answer for each line."""
import socket
import sys


def upper(text):
    return text.decode("utf-8", "surrogateescape").upper().encode("utf-8", "surrogateescape")


port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=128)
while True:
    connection, address = server.accept()
    try:
        with connection, connection.makefile("rb") as lines:
            for line in lines:
                connection.sendall(upper(line))
    except OSError as error:
        print("a client is lost:", error)
