# check: client tcp textbook
# finds: tcp/client/shown-with-nuls
"""Prints the whole buffer that it receives into."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
try:
    connection = socket.create_connection(("localhost", port), timeout=2)
except OSError as error:
    sys.exit(f"no connection: {error}")
sentence = sys.stdin.readline().rstrip("\n")
if not sentence:
    sys.exit("nothing to send")
connection.sendall(sentence.encode())
answer = bytearray(8192)
length = 0
while count := connection.recv_into(memoryview(answer)[length:]):
    length += count
if length == 0:
    sys.exit("the server closed without an answer")
print("From server:", answer.decode())
connection.close()
