"""TCP server over IPv6: a welcoming socket, a socket per client, read and answered once."""
import socket
import sys

server_port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server_socket = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
server_socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server_socket.bind(("", server_port))
server_socket.listen(1)
print("The server is ready to receive")
while True:
    connection_socket, client_address = server_socket.accept()
    sentence = connection_socket.recv(1024).decode()
    connection_socket.send(sentence.upper().encode())
    connection_socket.close()
