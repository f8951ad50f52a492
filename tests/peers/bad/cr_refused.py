# check: server tcp line
# finds: tcp/stream/crlf
"""Line server that says nothing to a line with a control character in it, such as CR."""
import socketserver
import sys


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            if b"\r" not in line:
                self.wfile.write(line.decode(errors="replace").upper().encode())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
with Server(("", port), Conversation) as server:
    server.serve_forever()
