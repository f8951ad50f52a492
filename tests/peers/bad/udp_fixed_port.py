# check: server udp textbook
# finds: udp/answer/wrong-destination
"""Answers to a port that is written in the program."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("", port))
print("The server is ready to receive")
while True:
    message, client = server.recvfrom(2048)
    server.sendto(message.decode(errors="replace").upper().encode(), (client[0], 12001))
