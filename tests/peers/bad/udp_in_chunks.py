# check: server udp textbook
# finds: udp/answer/split udp/bind/ipv6 udp/datagram/cut-large
"""Sends an answer in chunks of 512 bytes."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("", port))
print("The server is ready to receive")
while True:
    message, client = server.recvfrom(2048)
    answer = message.decode(errors="replace").upper().encode()
    for start in range(0, max(len(answer), 1), 512):
        server.sendto(answer[start:start + 512], client)
