# check: server tcp line
# finds: program/zombies
"""Forks for each client, and never asks how the child ended."""
import os
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000


def serve(connection):
    with connection, connection.makefile("rb") as lines:
        for line in lines:
            text = line.decode("utf-8", "surrogateescape").upper()
            connection.sendall(text.encode("utf-8", "surrogateescape"))


server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=128)
while True:
    connection, address = server.accept()
    if os.fork() == 0:
        server.close()
        try:
            serve(connection)
        except OSError:
            pass
        os._exit(0)
    connection.close()
