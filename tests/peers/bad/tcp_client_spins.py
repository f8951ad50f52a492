# check: client tcp textbook
# finds: tcp/client/closed-early
"""Never leaves its loop when the server closes without an answer."""
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
while len(answer) < len(sentence.encode()):
    answer += connection.recv(1024)
print("From server:", answer.decode())
connection.close()
