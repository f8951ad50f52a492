# check: server udp textbook
# finds: udp/bind/one-host
"""UDP server that can be reached from its own machine only."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", port))
print("The server is ready to receive")
while True:
    try:
        message, client = server.recvfrom(65535)
        text = message.decode("utf-8", "surrogateescape").upper()
        server.sendto(text.encode("utf-8", "surrogateescape"), client)
    except OSError as error:
        print(error, file=sys.stderr)
