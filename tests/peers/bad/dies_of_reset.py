# check: server tcp line
# finds: tcp/reset/while-reading tcp/clients/silent-blocks
"""Line server that a reset of one client ends."""
import socket
import sys


def upper(data):
    return data.decode(errors="surrogateescape").upper().encode(errors="surrogateescape")


port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=50)


while True:
    connection, address = server.accept()
    lines = connection.makefile("rb")
    try:
        for line in lines:
            try:
                connection.sendall(upper(line))
            except OSError:
                break
    except BrokenPipeError:
        pass
    lines.close()
    connection.close()
