# check: server udp textbook
# finds: udp/bind/ipv6 udp/datagram/cut-large
"""Right, but for IPv4 and 2,048 bytes only."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("", port))
print("The server is ready to receive")
while True:
    message, client = server.recvfrom(2048)
    server.sendto(message.decode(errors="replace").upper().encode(), client)
