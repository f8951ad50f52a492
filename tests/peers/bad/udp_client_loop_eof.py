"""Sends empty text for ever when the input has ended."""
# check: client udp loop
# finds: udp/client/end-of-input
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

while True:
    try:
        line = input("> ")
    except EOFError:
        line = ""
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    client.connect(("localhost", port))
    client.settimeout(1)
    try:
        client.send(line.encode())
        print(client.recv(65535).decode(errors="replace"), flush=True)
    except OSError as error:
        print(f"no answer: {error}", file=sys.stderr)
    client.close()
