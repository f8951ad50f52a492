# check: server udp textbook
# finds: udp/bind/ipv6
"""An asyncio endpoint, over IPv4."""
import asyncio
import sys


class Upper(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, addr):
        self.transport.sendto(data.decode(errors="replace").upper().encode(), addr)


async def main():
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
    loop = asyncio.get_running_loop()
    await loop.create_datagram_endpoint(Upper, local_addr=("0.0.0.0", port))
    await asyncio.Event().wait()


asyncio.run(main())
