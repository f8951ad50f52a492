"""Concurrent TCP server, the Unix way: every client gets a process of its own."""
import os
import signal
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no zombies
server_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server_socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server_socket.bind(("", port))
server_socket.listen(5)
print("The server is ready to receive")
while True:
    connection_socket, client_address = server_socket.accept()
    if os.fork() == 0:
        server_socket.close()
        while True:
            sentence = connection_socket.recv(1024)
            if not sentence:
                break
            connection_socket.sendall(sentence.decode().upper().encode())
        connection_socket.close()
        os._exit(0)
    connection_socket.close()
