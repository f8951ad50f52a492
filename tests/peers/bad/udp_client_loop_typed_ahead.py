"""Reads what is there, and sends the first line of it."""
# check: client udp loop
# finds: udp/client/typed-ahead
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

import os

while True:
    block = os.read(0, 65536)
    if not block:
        break
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    client.connect(("localhost", port))
    client.settimeout(1)
    try:
        client.send(block.split(b"\n")[0])
        print(client.recv(65535).decode(errors="replace"), flush=True)
    except OSError as error:
        print(f"no answer: {error}", file=sys.stderr)
    client.close()
