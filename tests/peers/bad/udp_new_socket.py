# check: server udp textbook
# finds: udp/answer/another-port udp/bind/ipv6 udp/datagram/cut-large
"""Answers through a socket of its own."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("", port))
print("The server is ready to receive")
while True:
    message, client = server.recvfrom(2048)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as answers:
        answers.sendto(message.decode(errors="replace").upper().encode(), client)
