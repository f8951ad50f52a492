# check: server tcp line
# finds: tcp/answer/none
"""Opens its port, and waits in a loop for a flag that nobody sets."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
server = socket.create_server(
    ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=128)
is_ready = False
while not is_ready:
    pass
