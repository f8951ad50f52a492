# check: server tcp textbook
# finds: tcp/port/restart tcp/reset/while-reading tcp/text/invalid-utf8 tcp/clients/silent-blocks tcp/stream/split-write tcp/stream/long-request tcp/close/unread-reset
"""The textbook's server, written without SO_REUSEADDR."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
server.bind(("", port))
server.listen(5)


while True:
    connection_socket, address = server.accept()
    sentence = connection_socket.recv(1024).decode()
    connection_socket.send(sentence.upper().encode())
    connection_socket.close()
