# check: server udp textbook
# finds: udp/answer/too-long udp/bind/ipv6
"""Dies when the answer is longer than a datagram can be."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("", port))
print("The server is ready to receive")
while True:
    message, client = server.recvfrom(65535)
    server.sendto(message.decode(errors="replace").upper().encode(), client)
