# check: server udp textbook
# finds: udp/exchange/goes-on udp/bind/ipv6 udp/datagram/cut-large
"""Waits for a thank you after each answer, and takes the next question for it."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("", port))
print("The server is ready to receive")
while True:
    message, client = server.recvfrom(2048)
    server.sendto(message.decode(errors="replace").upper().encode(), client)
    thanks, client = server.recvfrom(2048)
