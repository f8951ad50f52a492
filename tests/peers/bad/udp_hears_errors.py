# check: server udp textbook
# finds: udp/clients/gone udp/bind/ipv6 udp/datagram/cut-large
"""Asks to be told of unreachable clients, and dies of it."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
IP_RECVERR = 11  # linux/in.h
server.setsockopt(socket.IPPROTO_IP, IP_RECVERR, 1)
server.bind(("", port))
print("The server is ready to receive")
while True:
    message, client = server.recvfrom(2048)
    server.sendto(message.decode(errors="replace").upper().encode(), client)
