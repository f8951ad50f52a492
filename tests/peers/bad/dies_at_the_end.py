# check: server tcp line
# finds: tcp/end/unhandled
"""Line server for which the end of the stream is an error."""
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
        while True:
            line = lines.readline()
            if line == b"":
                raise EOFError("the client has left")
            connection.sendall(upper(line))
    except OSError as error:
        print(error)
