# check: server tcp line
# finds: program/no-port
"""Binds, and never listens."""
import socket
import sys
import time

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
server = socket.socket()
server.bind(("", port))
print("The server is ready to receive")
while True:
    time.sleep(60)
