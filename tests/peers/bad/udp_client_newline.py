"""Leaves the newline where it is."""
# check: client udp textbook
# finds: udp/client/newline-sent
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

sentence = sys.stdin.readline()
if not sentence:
    sys.exit(0)

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.connect(("localhost", port))
client.settimeout(1)
try:
    client.send(sentence.encode())
    answer = client.recv(65535)
    print(answer.decode(errors="replace"))
except OSError as error:
    sys.exit(f"no answer: {error}")
client.close()
