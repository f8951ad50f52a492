# check: server udp textbook
# finds:
"""A few threads, one socket: each answers whoever it has heard."""
import socket
import sys
import threading

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
server = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
server.bind(("::", port))


def serve():
    while True:
        message, client = server.recvfrom(65535)
        try:
            server.sendto(message.decode(errors="replace").upper().encode(), client)
        except OSError as error:
            print(error, file=sys.stderr)


workers = [threading.Thread(target=serve) for _ in range(4)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
