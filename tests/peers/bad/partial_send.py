# check: server tcp echo
# finds: tcp/flow/partial-send
"""Echo server with a time limit on its sockets, which makes send take a part only."""
import socket
import socketserver
import sys


class Conversation(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.settimeout(60)
        while data := self.request.recv(65536):
            self.request.send(data)


class Server(socketserver.ThreadingTCPServer):
    address_family = socket.AF_INET6  # and IPv4, which Linux takes as well
    request_queue_size = 128
    allow_reuse_address = True
    daemon_threads = True


port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
with Server(("", port), Conversation) as server:
    server.serve_forever()
