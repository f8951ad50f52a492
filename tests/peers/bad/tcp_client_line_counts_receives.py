# check: client tcp line
# finds: tcp/client/merged-answers
"""Sends all lines, then calls recv once for each."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
try:
    connection = socket.create_connection(("localhost", port), timeout=2)
except OSError as error:
    sys.exit(f"no connection: {error}")
lines = 0
for line in sys.stdin:
    connection.sendall(line.encode())
    lines += 1
for _ in range(lines):
    answer = connection.recv(65536)
    if not answer:
        sys.exit("the server closed without an answer")
    print(answer.decode(), end="")
connection.shutdown(socket.SHUT_WR)
connection.close()
