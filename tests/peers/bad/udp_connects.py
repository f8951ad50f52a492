# check: server udp textbook
# finds: udp/clients/first-only udp/bind/ipv6 udp/datagram/cut-large
"""Connects its socket to the first client."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("", port))
print("The server is ready to receive")
message, client = server.recvfrom(2048)
server.connect(client)
while True:
    server.send(message.decode(errors="replace").upper().encode())
    message = server.recv(2048)
