# check: server tcp line
# finds: tcp/stream/long-line
"""Line server with room for a line of 1,024 bytes; the rest of a longer one is thrown away."""
import socket
import socketserver
import sys

ROOM = 1024


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            if len(line) > ROOM:
                line = line[:ROOM - 1] + b"\n"
            self.wfile.write(line.decode(errors="replace").upper().encode())


class Server(socketserver.ThreadingTCPServer):
    address_family = socket.AF_INET6  # and IPv4, which Linux takes as well
    request_queue_size = 128
    allow_reuse_address = True
    daemon_threads = True


port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
with Server(("", port), Conversation) as server:
    server.serve_forever()
