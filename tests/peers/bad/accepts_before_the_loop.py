# check: server tcp textbook
# finds: tcp/clients/one-only tcp/stream/split-write tcp/stream/long-request tcp/close/unread-reset
"""Server whose loop does not begin with accept."""
import socket
import sys


def upper(data):
    return data.decode(errors="surrogateescape").upper().encode(errors="surrogateescape")


port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=50)


connection, address = server.accept()
while True:
    sentence = connection.recv(1024)
    connection.send(upper(sentence))
    connection.close()
