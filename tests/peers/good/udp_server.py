# check: server udp textbook
# finds:
"""Serves both IPv4 and IPv6; no datagram ends it."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
server = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
server.bind(("::", port))
print("The server is ready to receive")
while True:
    try:
        message, client = server.recvfrom(65535)
        answer = message.decode("utf-8", "surrogateescape").upper()
        server.sendto(answer.encode("utf-8", "surrogateescape"), client)
    except OSError as error:
        print(error, file=sys.stderr)
