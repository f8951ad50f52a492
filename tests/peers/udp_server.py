"""UDP server: one socket for all; each datagram is answered where it came from."""
import socket
import sys

server_port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server_socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server_socket.bind(("", server_port))
print("The server is ready to receive")
while True:
    message, client_address = server_socket.recvfrom(2048)
    server_socket.sendto(message.decode().upper().encode(), client_address)
