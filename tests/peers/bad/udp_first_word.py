# check: server udp textbook
# finds: udp/datagram/empty udp/bind/ipv6 udp/datagram/cut-large
"""Looks at a first letter that an empty message has not."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("", port))
print("The server is ready to receive")
while True:
    message, client = server.recvfrom(2048)
    if message[0] == ord("#"):
        continue
    server.sendto(message.decode(errors="replace").upper().encode(), client)
