# check: server tcp line
# finds: tcp/stream/lines-together
"""Line server that answers the first line of what has come, and forgets the others."""
import socket
import socketserver
import sys


class Conversation(socketserver.BaseRequestHandler):
    def handle(self):
        buffer = b""
        while data := self.request.recv(4096):
            buffer += data
            if b"\n" in buffer:
                line = buffer.split(b"\n")[0]
                self.request.sendall(line.decode(errors="replace").upper().encode() + b"\n")
                buffer = b""
        if buffer:
            self.request.sendall(buffer.decode(errors="replace").upper().encode())


class Server(socketserver.ThreadingTCPServer):
    address_family = socket.AF_INET6  # and IPv4, which Linux takes as well
    request_queue_size = 128
    allow_reuse_address = True
    daemon_threads = True


port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
with Server(("", port), Conversation) as server:
    server.serve_forever()
