# check: server udp textbook
# finds: udp/clients/mixed-up udp/bind/ipv6 udp/datagram/cut-large
"""Sends every answer to the first client."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("", port))
print("The server is ready to receive")
first = None
while True:
    message, client = server.recvfrom(2048)
    first = first or client
    server.sendto(message.decode(errors="replace").upper().encode(), first)
