# check: server tcp line
# finds: tcp/flow/partial-send
"""Line server with non-blocking sockets: what send can't take is lost."""
import selectors
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
selector = selectors.DefaultSelector()


def accept(server, _):
    connection, address = server.accept()
    connection.setblocking(False)
    selector.register(connection, selectors.EVENT_READ, [b""])


def answer(connection, kept):
    try:
        data = connection.recv(4096)
        lines = kept[0] + data
        end = len(lines) if not data else lines.rfind(b"\n") + 1
        kept[0] = lines[end:]
        if end:
            connection.send(lines[:end].decode(errors="replace").upper().encode())
    except BlockingIOError:
        return
    except OSError:
        data = b""
    if not data:
        selector.unregister(connection)
        connection.close()


server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=128)
selector.register(server, selectors.EVENT_READ)
while True:
    for key, events in selector.select():
        (answer if key.data else accept)(key.fileobj, key.data)
