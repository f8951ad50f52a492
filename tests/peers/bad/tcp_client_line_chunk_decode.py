# check: client tcp line
# finds: tcp/client/split-character
"""Decodes what each recv returns."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
try:
    connection = socket.create_connection(("localhost", port), timeout=2)
except OSError as error:
    sys.exit(f"no connection: {error}")
for line in sys.stdin:
    connection.sendall(line.encode())
    answer = ""
    while not answer.endswith("\n"):
        part = connection.recv(1024)
        if not part:
            sys.exit("the server closed without an answer")
        answer += part.decode()
    print(answer, end="")
connection.shutdown(socket.SHUT_WR)
connection.close()
