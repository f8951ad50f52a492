"""Greeting server: bound to this machine's own name, it thanks every client and closes."""
import socket
import sys

host = socket.gethostname()
port = int(sys.argv[1]) if len(sys.argv) > 1 else 23456

server_socket = socket.socket()
server_socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server_socket.bind((host, port))
server_socket.listen(5)
print("The server is ready to greet")
while True:
    connection, address = server_socket.accept()
    print("Got connection from", address)
    connection.send(b"Thank you for connecting")
    connection.close()
