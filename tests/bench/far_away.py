"""A server that is farther away: far_away.py PORT SERVER_PORT MILLISECONDS

Passes on what comes to PORT of this machine, both ways, each time so many milliseconds later."""
import asyncio
import sys

port, server_port, delay = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]) / 1000


async def carry(reader, writer):
    loop, under_way = asyncio.get_running_loop(), asyncio.Queue()

    async def arrive():
        while True:
            when, data = await under_way.get()
            await asyncio.sleep(max(0, when - loop.time()))
            if not data:
                return writer.close()
            writer.write(data)
            await writer.drain()

    arriving = asyncio.create_task(arrive())
    data = b"."
    while data:
        try:
            data = await reader.read(1 << 18)
        except OSError:
            data = b""
        await under_way.put((loop.time() + delay, data))
    await asyncio.gather(arriving, return_exceptions=True)


async def connected(reader, writer):
    to_reader, to_writer = await asyncio.open_connection("127.0.0.1", server_port)
    await asyncio.gather(carry(reader, to_writer), carry(to_reader, writer))


async def main():
    server = await asyncio.start_server(connected, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


asyncio.run(main())
