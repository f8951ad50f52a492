# check: server tcp line
# finds:
"""Line server on one thread, with an event loop."""
import asyncio
import sys


def upper(data):
    return data.decode(errors="surrogateescape").upper().encode(errors="surrogateescape")


port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000


async def serve(reader, writer):
    try:
        while line := await reader.readline():
            writer.write(line.decode(errors="surrogateescape").upper()
                         .encode(errors="surrogateescape"))
            await writer.drain()
    except (OSError, ValueError) as error:
        print(error)
    finally:
        writer.close()


async def main():
    server = await asyncio.start_server(serve, port=port, limit=1 << 20)
    async with server:
        await server.serve_forever()

asyncio.run(main())
