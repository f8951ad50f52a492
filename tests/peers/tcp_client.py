"""TCP client: connects, then asks for a line, sends it, reads once."""
import socket
import sys

server_name = sys.argv[1] if len(sys.argv) > 1 else "localhost"
server_port = int(sys.argv[2]) if len(sys.argv) > 2 else 12000

client_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client_socket.connect((server_name, server_port))
sentence = input("Input lowercase sentence:")
client_socket.send(sentence.encode())
answer = client_socket.recv(1024)
print("From server:", answer.decode())
client_socket.close()
