# check: server tcp loop
# finds: 
"""Iterative server that takes its time: a fifth of a second before it answers what arrived."""
import codecs
import socket
import sys
import time

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=128)
while True:
    connection, address = server.accept()
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    try:
        with connection:
            while data := connection.recv(4096):
                time.sleep(0.2)
                connection.sendall(decoder.decode(data).upper().encode())
    except OSError as error:
        print("a client is lost:", error)
