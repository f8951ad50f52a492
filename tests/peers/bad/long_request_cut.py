# check: server tcp textbook
# finds: tcp/stream/split-write tcp/stream/long-request
"""Server that answers one recv, and throws away what else comes before it closes."""
import socket
import socketserver
import sys


class Conversation(socketserver.BaseRequestHandler):
    def handle(self):
        sentence = self.request.recv(1024).decode(errors="replace")
        self.request.sendall(sentence.upper().encode())
        self.request.shutdown(socket.SHUT_WR)
        self.request.settimeout(5)
        while self.request.recv(1024):
            pass


class Server(socketserver.ThreadingTCPServer):
    address_family = socket.AF_INET6  # and IPv4, which Linux takes as well
    request_queue_size = 128
    allow_reuse_address = True
    daemon_threads = True


port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
with Server(("", port), Conversation) as server:
    server.serve_forever()
