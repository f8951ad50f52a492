# check: client tcp line
# finds: tcp/client/end-of-input
"""Takes the end of the input for an empty line, and asks for another."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
try:
    connection = socket.create_connection(("localhost", port), timeout=2)
except OSError as error:
    sys.exit(f"no connection: {error}")
answers = connection.makefile("rb")
while True:
    line = sys.stdin.readline()
    if not line.strip():
        continue
    connection.sendall(line.encode())
    answer = answers.readline()
    if not answer:
        sys.exit("the server closed without an answer")
    print(answer.decode(), end="", flush=True)
