"""UDP client for many lines: a new socket for each, so that an old answer finds nobody."""
# check: client udp loop
# finds:
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

for line in sys.stdin:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.connect(("localhost", port))
        client.settimeout(1)
        try:
            client.send(line.rstrip("\n").encode())
            print(client.recv(65535).decode(errors="replace"), flush=True)
        except OSError as error:
            print(f"no answer: {error}", file=sys.stderr)
