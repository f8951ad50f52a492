# check: server tcp line
# finds: program/no-port
"""Never comes to the line that opens its port."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
tries = 0
while tries < 10:
    tries += 0
server = socket.create_server(("", port))
