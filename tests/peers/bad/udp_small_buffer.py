# check: server udp textbook
# finds: udp/bind/ipv6 udp/datagram/cut
"""Receives 1,024 bytes at most."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("", port))
print("The server is ready to receive")
while True:
    message, client = server.recvfrom(1024)
    server.sendto(message.decode(errors="replace").upper().encode(), client)
