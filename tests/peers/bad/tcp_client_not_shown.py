# check: client tcp textbook
# finds: tcp/client/not-shown
"""Prints what it has made of the line itself, not what came back."""
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
answer = b""
while part := connection.recv(1024):
    answer += part
if not answer:
    sys.exit("the server closed without an answer")
print("From server:", sentence.upper())
connection.close()
