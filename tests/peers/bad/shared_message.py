# check: server tcp textbook
# finds: tcp/clients/mixed-up tcp/stream/split-write tcp/stream/long-request tcp/close/unread-reset
"""Server whose threads share the variable of the message."""
import socket
import sys
import threading
import time


def upper(data):
    return data.decode(errors="surrogateescape").upper().encode(errors="surrogateescape")


port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=50)

sentence = b""


def serve(connection):
    global sentence
    try:
        sentence = connection.recv(1024)
        time.sleep(0.05)                # looks something up
        connection.sendall(upper(sentence))
    except OSError as error:
        print(error)
    connection.close()


while True:
    connection, address = server.accept()
    threading.Thread(target=serve, args=(connection,), daemon=True).start()
