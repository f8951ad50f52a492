# check: server tcp line
# finds: tcp/stream/byte-by-byte
"""Line server that has learned that one recv is not enough, and calls it a few times."""
import socket
import socketserver
import sys

ENOUGH = 5


class Conversation(socketserver.BaseRequestHandler):
    def handle(self):
        buffer = b""
        pieces = 0
        while data := self.request.recv(262144):
            buffer += data
            pieces += 1
            if b"\n" in buffer:
                end = buffer.rindex(b"\n") + 1
                self.request.sendall(buffer[:end].decode(errors="replace").upper().encode())
                buffer = buffer[end:]
                pieces = 0
            elif pieces >= ENOUGH and len(buffer) < 16:
                break  # there is no sense in it
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
