"""Greeting client: connects to this machine's own name and prints what it is told."""
import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else socket.gethostname()
port = int(sys.argv[2]) if len(sys.argv) > 2 else 23456

client_socket = socket.socket()
client_socket.connect((host, port))
print(client_socket.recv(1024).decode())
client_socket.close()
