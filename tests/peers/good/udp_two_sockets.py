# check: server udp textbook
# finds:
"""UDP server with a socket for each version of IP; it has something to work out between."""
import selectors
import socket
import sys
import time

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
ready = selectors.DefaultSelector()

for family, address in ((socket.AF_INET, ""), (socket.AF_INET6, "::")):
    server = socket.socket(family, socket.SOCK_DGRAM)
    if family == socket.AF_INET6:
        server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    server.bind((address, port))
    ready.register(server, selectors.EVENT_READ)
    until = time.process_time() + 0.1
    while time.process_time() < until:
        pass

while True:
    for key, _ in ready.select():
        message, client = key.fileobj.recvfrom(65535)
        answer = message.decode(errors="surrogateescape").upper()
        try:
            key.fileobj.sendto(answer.encode(errors="surrogateescape"), client)
        except OSError as error:
            print(error, file=sys.stderr)
