# check: server udp textbook
# finds: udp/clients/blocked udp/bind/ipv6 udp/datagram/cut-large
"""Stays with a client until that has asked twice."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("", port))
print("The server is ready to receive")
while True:
    message, client = server.recvfrom(2048)
    server.sendto(message.decode(errors="replace").upper().encode(), client)
    other = None
    while other != client:
        message, other = server.recvfrom(2048)
    server.sendto(message.decode(errors="replace").upper().encode(), client)
