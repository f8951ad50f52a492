# check: server tcp line
# finds: tcp/stream/split-character
"""Line server that decodes first and looks for the lines then."""
import socket
import socketserver
import sys


class Conversation(socketserver.BaseRequestHandler):
    def handle(self):
        text = ""
        while data := self.request.recv(4096):
            text += data.decode(errors="ignore")
            while "\n" in text:
                line, text = text.split("\n", 1)
                self.request.sendall((line.upper() + "\n").encode())
        self.request.sendall(text.upper().encode())


class Server(socketserver.ThreadingTCPServer):
    address_family = socket.AF_INET6  # and IPv4, which Linux takes as well
    request_queue_size = 128
    allow_reuse_address = True
    daemon_threads = True


port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
with Server(("", port), Conversation) as server:
    server.serve_forever()
