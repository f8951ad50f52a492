# check: server udp textbook
# finds: udp/bind/shared-port udp/bind/ipv6 udp/datagram/cut-large
"""Lets a second instance have its port."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
server.bind(("", port))
print("The server is ready to receive")
while True:
    message, client = server.recvfrom(2048)
    server.sendto(message.decode(errors="replace").upper().encode(), client)
