# check: server tcp line
# finds: tcp/stream/empty-line
"""Line server that says nothing to an empty line."""
import socketserver
import sys


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            if line.strip():
                self.wfile.write(line.decode(errors="replace").upper().encode())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
with Server(("", port), Conversation) as server:
    server.serve_forever()
