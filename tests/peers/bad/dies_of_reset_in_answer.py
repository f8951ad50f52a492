# check: server tcp line
# finds: tcp/reset/while-answering tcp/clients/silent-blocks
"""Line server that guards its reads, and not its answers."""
import socket
import sys


def upper(data):
    return data.decode(errors="surrogateescape").upper().encode(errors="surrogateescape")


port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=50)


def lines_of(connection):
    pending = b""
    while True:
        try:
            data = connection.recv(4096)
        except OSError:
            return
        if not data:
            if pending:
                yield pending
            return
        pending += data
        while b"\n" in pending:
            line, pending = pending.split(b"\n", 1)
            yield line + b"\n"


while True:
    connection, address = server.accept()
    for line in lines_of(connection):
        connection.sendall(upper(line))
    connection.close()
