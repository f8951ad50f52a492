# check: client tcp line
# finds: tcp/client/connection-per-line
"""Connects for each line."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
for line in sys.stdin:
    try:
        connection = socket.create_connection(("localhost", port), timeout=2)
    except OSError as error:
        sys.exit(f"no connection: {error}")
    connection.sendall(line.encode())
    answer = connection.makefile("rb").readline()
    connection.close()
    if not answer:
        sys.exit("the server closed without an answer")
    print(answer.decode(), end="")
