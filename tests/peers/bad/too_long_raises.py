# check: server tcp line
# finds: tcp/stream/overflow
"""Line server that ends altogether when one client's line is too long."""
import sys
import socket
import threading
import os

LONGEST = 8192
port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000


def serve(connection):
    with connection, connection.makefile("rb") as lines:
        try:
            for line in lines:
                if len(line) > LONGEST:
                    print("line too long", file=sys.stderr, flush=True)
                    os._exit(1)
                connection.sendall(line.decode(errors="replace").upper().encode())
        except OSError as error:
            print("a client is lost:", error)


server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=128)
while True:
    connection, address = server.accept()
    threading.Thread(target=serve, args=(connection,), daemon=True).start()
