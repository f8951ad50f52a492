# check: server udp textbook
# finds: udp/clients/mixed-up udp/bind/ipv6 udp/datagram/cut-large
"""Keeps the client's address where all threads see it."""
import socket
import sys
import threading
import time

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("", port))
print("The server is ready to receive")


def answer(text):
    time.sleep(0.01)
    server.sendto(text.decode(errors="replace").upper().encode(), client)


while True:
    message, client = server.recvfrom(2048)
    threading.Thread(target=answer, args=(message,), daemon=True).start()
