# check: server udp textbook
# finds: udp/answer/no-address
"""Sends without an address."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("", port))
print("The server is ready to receive")
while True:
    message, client = server.recvfrom(2048)
    server.send(message.decode(errors="replace").upper().encode())
