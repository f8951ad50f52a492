# check: client tcp textbook
# finds: tcp/client/wrong-destination
"""Goes to the port 12001, whatever it is told."""
import socket
import sys

port = 12001
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
print("From server:", answer.decode())
connection.close()
