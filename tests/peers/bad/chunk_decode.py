# check: server tcp loop
# finds: tcp/stream/split-character
"""Server that decodes each piece of the stream by itself."""
import socketserver
import sys


class Conversation(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(4096):
            self.request.sendall(data.decode(errors="replace").upper().encode())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
with Server(("", port), Conversation) as server:
    server.serve_forever()
