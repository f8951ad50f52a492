# check: server tcp loop
# finds: tcp/flow/slow-reader
"""Server with one thread for all clients, which waits while one of them does not read."""
import codecs
import select
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=128)
decoders = {server: None}
while True:
    for ready in select.select(list(decoders), [], [])[0]:
        if ready is server:
            connection, address = server.accept()
            decoders[connection] = codecs.getincrementaldecoder("utf-8")("replace")
            continue
        try:
            data = ready.recv(4096)
            ready.sendall(decoders[ready].decode(data).upper().encode())
        except OSError:
            data = b""
        if not data:
            del decoders[ready]
            ready.close()
