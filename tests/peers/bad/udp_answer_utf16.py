# check: server udp textbook
# finds: udp/answer/encoding udp/datagram/cut-large
"""UDP server that answers in UTF-16."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
server = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
server.bind(("::", port))
print("The server is ready to receive")
while True:
    try:
        message, client = server.recvfrom(65535)
        text = message.decode("utf-8", "replace").upper()
        server.sendto(text.encode("utf-16-le"), client)
    except OSError as error:
        print(error, file=sys.stderr)
