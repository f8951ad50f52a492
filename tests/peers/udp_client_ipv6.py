"""UDP client over IPv6: one line from the keyboard goes as one datagram, and one comes back."""
import socket
import sys

server_name = sys.argv[1] if len(sys.argv) > 1 else "::1"
server_port = int(sys.argv[2]) if len(sys.argv) > 2 else 12000

client_socket = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
sentence = input("Input lowercase sentence:")
client_socket.sendto(sentence.encode(), (server_name, server_port))
answer, server_address = client_socket.recvfrom(2048)
print(answer.decode())
client_socket.close()
