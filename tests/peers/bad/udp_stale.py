# check: server udp textbook
# finds: udp/datagram/stale-bytes udp/bind/ipv6 udp/datagram/cut-large
"""Receives into one buffer and takes all of it that is not NUL."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("", port))
print("The server is ready to receive")
buffer = bytearray(2048)
while True:
    length, client = server.recvfrom_into(buffer)
    message = bytes(buffer).rstrip(b"\0")
    server.sendto(message.decode(errors="replace").upper().encode(), client)
