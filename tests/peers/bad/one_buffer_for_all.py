# check: server tcp line
# finds: tcp/clients/mixed-up tcp/flow/slow-reader
"""Line server whose event loop has one buffer for all its clients."""
import selectors
import socket
import sys


def upper(data):
    return data.decode(errors="surrogateescape").upper().encode(errors="surrogateescape")


port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=50)

server.setblocking(False)
selector = selectors.DefaultSelector()
selector.register(server, selectors.EVENT_READ)
pending = b""


def forget(connection):
    selector.unregister(connection)
    connection.close()


while True:
    for key, _ in selector.select():
        if key.fileobj is server:
            connection, address = server.accept()
            selector.register(connection, selectors.EVENT_READ)
            continue
        connection = key.fileobj
        try:
            data = connection.recv(4096)
            pending += data
            while b"\n" in pending:
                line, pending = pending.split(b"\n", 1)
                connection.sendall(upper(line) + b"\n")
            if not data:
                connection.sendall(upper(pending))
                pending = b""
        except OSError:
            data = b""
        if not data:
            forget(connection)
