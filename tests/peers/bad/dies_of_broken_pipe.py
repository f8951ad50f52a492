# check: server tcp line
# finds: tcp/clients/leaves-before-answer tcp/clients/silent-blocks
"""Line server that knows one of the two errors of a client who has left."""
import socket
import sys


def upper(data):
    return data.decode(errors="surrogateescape").upper().encode(errors="surrogateescape")


port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=50)


while True:
    connection, address = server.accept()
    try:
        with connection, connection.makefile("rb") as lines:
            for line in lines:
                connection.sendall(upper(line))
    except ConnectionResetError:
        pass
