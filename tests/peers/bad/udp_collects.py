# check: server udp textbook
# finds: udp/answer/merged udp/bind/ipv6 udp/datagram/cut-large
"""Reads all that waits before it answers."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("", port))
print("The server is ready to receive")
while True:
    message, client = server.recvfrom(2048)
    try:
        while True:
            more, client = server.recvfrom(2048, socket.MSG_DONTWAIT)
            message += more
    except BlockingIOError:
        pass
    server.sendto(message.decode(errors="replace").upper().encode(), client)
