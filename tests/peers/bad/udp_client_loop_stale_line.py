"""Keeps every line in one buffer and sends as many bytes as the longest had."""
# check: client udp loop
# finds: udp/client/padding
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

buffer = bytearray(65535)
longest = 0
while True:
    try:
        line = input("> ")
    except EOFError:
        break
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    client.connect(("localhost", port))
    client.settimeout(1)
    try:
        data = line.encode()
        buffer[:len(data)] = data
        longest = max(longest, len(data))
        client.send(buffer[:longest])
        print(client.recv(65535).decode(errors="replace"), flush=True)
    except OSError as error:
        print(f"no answer: {error}", file=sys.stderr)
    client.close()
