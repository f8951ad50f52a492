"""Answers one datagram, and then turns in a loop."""
# check: server udp textbook
# finds: udp/exchange/goes-on
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
server = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
server.bind(("", port))
message, client = server.recvfrom(65535)
server.sendto(
    message.decode(errors="surrogateescape").upper().encode(errors="surrogateescape"), client)
while True:
    pass
