# check: client tcp loop
# finds:
"""TCP client: sends lines without a newline, and takes as many bytes for each."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
try:
    connection = socket.create_connection(("localhost", port), timeout=2)
except OSError as error:
    sys.exit(f"no connection: {error}")
for line in sys.stdin:
    question = line.rstrip("\n").encode()
    connection.sendall(question)
    answer = b""
    while len(answer) < len(question):
        part = connection.recv(1024)
        if not part:
            sys.exit("the server closed without an answer")
        answer += part
    print(answer.decode())
connection.close()
