# check: server tcp textbook
# finds: tcp/stream/waits-for-end
"""Server that collects all that its client sends, and answers after that."""
import socket
import socketserver
import sys


class Conversation(socketserver.BaseRequestHandler):
    def handle(self):
        sentence = b""
        while True:
            data = self.request.recv(1024)
            if not data:
                break
            sentence += data
        self.request.sendall(sentence.decode(errors="replace").upper().encode())


class Server(socketserver.ThreadingTCPServer):
    address_family = socket.AF_INET6  # and IPv4, which Linux takes as well
    request_queue_size = 128
    allow_reuse_address = True
    daemon_threads = True


port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
with Server(("", port), Conversation) as server:
    server.serve_forever()
