# check: client tcp greeting
# finds: tcp/client/split-answer
"""Calls recv once."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 23456
try:
    connection = socket.create_connection(("localhost", port), timeout=2)
except OSError as error:
    sys.exit(f"no connection: {error}")
greeting = connection.recv(1024)
if not greeting:
    sys.exit("the server closed without a greeting")
print(greeting.decode())
connection.close()
