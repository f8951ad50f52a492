"""Throws away what came before a question, but not what comes after it."""
# check: client udp loop
# finds: udp/client/late-answer
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.connect(("localhost", port))
for line in sys.stdin:
    client.setblocking(False)
    try:
        while True:
            client.recv(65535)
    except OSError:
        pass
    client.settimeout(1)
    try:
        client.send(line.rstrip("\n").encode())
        print(client.recv(65535).decode(errors="replace"), flush=True)
    except OSError as error:
        print(f"no answer: {error}", file=sys.stderr)
