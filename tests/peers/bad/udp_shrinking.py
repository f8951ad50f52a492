# check: server udp textbook
# finds: udp/datagram/shrinking-buffer udp/bind/ipv6 udp/datagram/cut-large
"""Receives as many bytes as the last message had."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("", port))
print("The server is ready to receive")
size = 2048
while True:
    message, client = server.recvfrom(size)
    size = len(message)
    server.sendto(message.decode(errors="replace").upper().encode(), client)
