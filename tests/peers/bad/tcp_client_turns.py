# check: client tcp two-way
# finds: tcp/client/turn-taking
"""Types and listens in turns."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
try:
    connection = socket.create_connection(("localhost", port))
except OSError as error:
    sys.exit(f"no connection: {error}")
messages = connection.makefile("r", encoding="utf-8")
for line in sys.stdin:
    connection.sendall(line.encode())
    print("Server:", messages.readline().rstrip("\n"))
connection.close()
