# check: server tcp line
# finds: tcp/stream/split-write
"""Line server that takes what one recv returns for a line."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("", port))
server.listen(5)
while True:
    connection, address = server.accept()
    while True:
        data = connection.recv(65536)
        if not data:
            break
        line = data.strip()
        connection.sendall(line.upper() + b"\n")
    connection.close()
