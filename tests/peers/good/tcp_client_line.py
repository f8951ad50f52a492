# check: client tcp line
# finds:
"""TCP client: sends lines, and shows the line that comes for each."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
try:
    connection = socket.create_connection(("localhost", port), timeout=2)
except OSError as error:
    sys.exit(f"no connection: {error}")
answers = connection.makefile("rb")
for line in sys.stdin:
    connection.sendall(line.encode())
    answer = answers.readline()
    if not answer:
        sys.exit("the server closed without an answer")
    print(answer.decode(), end="")
connection.shutdown(socket.SHUT_WR)
connection.close()
