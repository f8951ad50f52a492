# check: server tcp textbook
# finds: tcp/stream/waits-for-newline
"""Server that reads a line, where its client sends a sentence without a newline."""
import socket
import socketserver
import sys


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        sentence = self.rfile.readline().decode(errors="replace")
        self.wfile.write(sentence.upper().encode())


class Server(socketserver.ThreadingTCPServer):
    address_family = socket.AF_INET6  # and IPv4, which Linux takes as well
    request_queue_size = 128
    allow_reuse_address = True
    daemon_threads = True


port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
with Server(("", port), Conversation) as server:
    server.serve_forever()
