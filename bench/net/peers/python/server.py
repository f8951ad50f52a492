"""Python as the textbook writes it. TCP: a thread for each connection. UDP: one loop of recvfrom
and sendto. bytes.upper() does ASCII without decoding first; sendall sends what send left over."""
import socket
import sys
import threading

BUFFER = 64 * 1024


def converse(connection):
    with connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            while data := connection.recv(BUFFER):
                connection.sendall(data.upper())
        except OSError:
            pass  # the peer is gone


def serve_tcp(address):
    threading.stack_size(64 * 1024)
    listener = socket.create_server(address, backlog=4096)
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=converse, args=(connection,), daemon=True).start()


def serve_udp(address):
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 * 1024 * 1024)
    server.bind(address)
    while True:
        message, client = server.recvfrom(BUFFER)
        server.sendto(message.upper(), client)


here = ("127.0.0.1", int(sys.argv[2]))
if sys.argv[1] == "tcp":
    serve_tcp(here)
else:
    serve_udp(here)
