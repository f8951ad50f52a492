"""Takes what comes next for the answer: a late one, and a second copy."""
# check: client udp loop
# finds: udp/client/late-answer udp/client/duplicate-answer
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.connect(("localhost", port))
client.settimeout(1)
for line in sys.stdin:
    try:
        client.send(line.rstrip("\n").encode())
        print(client.recv(65535).decode(errors="replace"), flush=True)
    except OSError as error:
        print(f"no answer: {error}", file=sys.stderr)
