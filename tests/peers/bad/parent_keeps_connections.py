# check: server tcp echo
# finds: tcp/end/never-closed
"""Forking server whose parent forgets to close its copy."""
import os
import signal
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=50)


signal.signal(signal.SIGCHLD, signal.SIG_IGN)
held = []
while True:
    connection, address = server.accept()
    if os.fork() == 0:
        try:
            while data := connection.recv(1024):
                connection.sendall(data)
        except OSError as error:
            print(error)
        os._exit(0)
    held.append(connection)
