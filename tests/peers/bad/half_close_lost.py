# check: server tcp line
# finds: tcp/close/half-close
"""Line server that takes the client's end of sending for the end of all."""
import select
import socket
import socketserver
import sys


class Conversation(socketserver.BaseRequestHandler):
    def handle(self):
        poll = select.poll()
        poll.register(self.request, select.POLLIN | select.POLLRDHUP)
        buffer = b""
        while True:
            (number, events), = poll.poll()
            if events & (select.POLLRDHUP | select.POLLHUP):
                break
            buffer += self.request.recv(4096)
            while b"\n" in buffer:
                line, buffer = buffer.split(b"\n", 1)
                self.request.sendall(line.decode(errors="replace").upper().encode() + b"\n")


class Server(socketserver.ThreadingTCPServer):
    address_family = socket.AF_INET6  # and IPv4, which Linux takes as well
    request_queue_size = 128
    allow_reuse_address = True
    daemon_threads = True


port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
with Server(("", port), Conversation) as server:
    server.serve_forever()
