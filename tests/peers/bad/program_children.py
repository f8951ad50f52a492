# check: server tcp line
# finds: program/children
"""Leaves a process behind that counts for it."""
import os
import socket
import sys
import threading
import time

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000


def serve(connection):
    with connection, connection.makefile("rb") as lines:
        for line in lines:
            text = line.decode("utf-8", "surrogateescape").upper()
            connection.sendall(text.encode("utf-8", "surrogateescape"))


if os.fork() == 0:
    while True:
        time.sleep(60)
server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=128)
print("The server is ready to receive")
while True:
    connection, address = server.accept()
    threading.Thread(target=serve, args=(connection,), daemon=True).start()
