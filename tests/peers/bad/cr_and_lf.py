# check: server tcp line
# finds: tcp/stream/crlf
"""Line server to which CR and LF end a line each."""
import socket
import socketserver
import sys


class Conversation(socketserver.BaseRequestHandler):
    def handle(self):
        buffer = ""
        while data := self.request.recv(4096):
            buffer += data.decode("latin-1").replace("\r", "\n")
            while "\n" in buffer:
                line, buffer = buffer.split("\n", 1)
                self.answer(line + "\n")
        self.answer(buffer)

    def answer(self, line):
        text = line.encode("latin-1").decode(errors="replace")
        self.request.sendall(text.upper().encode())


class Server(socketserver.ThreadingTCPServer):
    address_family = socket.AF_INET6  # and IPv4, which Linux takes as well
    request_queue_size = 128
    allow_reuse_address = True
    daemon_threads = True


port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
with Server(("", port), Conversation) as server:
    server.serve_forever()
