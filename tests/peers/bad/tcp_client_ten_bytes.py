# check: client tcp textbook
# finds: tcp/client/missing-tail tcp/client/shown-as-bytes tcp/client/split-answer
"""Receives ten bytes and prints them without decoding them: two faults."""
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
answer = connection.recv(10)
if not answer:
    sys.exit("the server closed without an answer")
print("From server:", answer)
connection.close()
