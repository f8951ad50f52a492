# check: server tcp textbook
# finds: tcp/clients/one-only tcp/stream/split-write tcp/stream/long-request tcp/close/unread-reset
"""Answers one client, and then waits in a loop for it to be closed, which it is."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=128)
while True:
    connection, address = server.accept()
    sentence = connection.recv(1024).decode(errors="surrogateescape")
    connection.sendall(sentence.upper().encode(errors="surrogateescape"))
    connection.close()
    is_closed = False
    while not is_closed:
        pass
