# check: server tcp line
# finds: tcp/stream/empty-line
"""Line server that takes an empty line for the end of the conversation."""
import socket
import socketserver
import sys


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        while True:
            line = self.rfile.readline().decode(errors="replace").rstrip("\r\n")
            if not line:
                break
            self.wfile.write(line.upper().encode() + b"\n")


class Server(socketserver.ThreadingTCPServer):
    address_family = socket.AF_INET6  # and IPv4, which Linux takes as well
    request_queue_size = 128
    allow_reuse_address = True
    daemon_threads = True


port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
with Server(("", port), Conversation) as server:
    server.serve_forever()
