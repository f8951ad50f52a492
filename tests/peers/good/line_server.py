# check: server tcp line
# finds:
"""Concurrent line server: a thread for each client, and an answer for each line."""
import socket
import socketserver
import sys


def upper(text):
    return text.decode("utf-8", "surrogateescape").upper().encode("utf-8", "surrogateescape")


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(upper(line))


class Server(socketserver.ThreadingTCPServer):
    address_family = socket.AF_INET6  # and IPv4, which Linux takes as well
    request_queue_size = 128
    allow_reuse_address = True
    daemon_threads = True


port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
with Server(("", port), Conversation) as server:
    server.serve_forever()
