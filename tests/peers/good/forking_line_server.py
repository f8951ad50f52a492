# check: server tcp line
# finds: 
"""Line server with a process for each client."""
import os
import signal
import socket
import sys


def upper(data):
    return data.decode(errors="surrogateescape").upper().encode(errors="surrogateescape")


port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=50)

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
while True:
    connection, address = server.accept()
    with connection:
        if os.fork() == 0:
            server.close()
            try:
                with connection.makefile("rb") as lines:
                    for line in lines:
                        connection.sendall(upper(line))
            except OSError as error:
                print(error)
            os._exit(0)
