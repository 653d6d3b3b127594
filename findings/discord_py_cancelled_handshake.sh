#!/bin/sh
# discord.py 2.7.1 with Python 3.11, observed on 2026-11-29.
#
# The gateway's heartbeats are sent by a thread that begins at HELLO, before the session identifies.
# A session may wait there: `before_identify_hook` is where several processes wait for each other.
# If the task that connects is cancelled meanwhile, `close()` of the client knows nothing of that session:
# its thread and its WebSocket stay. (Once the event loop is closed, the thread raises
# "Event loop is closed" at its next heartbeat.)
#
# Prints which threads are there after the client was closed, and fails if that changes.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3.11 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q discord.py==2.7.1
"$folder/venv/bin/python" - <<'PY'
import asyncio
import threading

import discord
import yarl
from aiohttp import web
from discord.gateway import DiscordWebSocket, KeepAliveHandler


async def gateway(request):
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    await socket.send_json({"op": 10, "d": {"heartbeat_interval": 60_000}, "s": None})
    async for _ in socket:
        pass
    return socket


class Waiting(discord.Client):
    waits = False

    async def before_identify_hook(self, shard_id, *, initial=False):
        self.waits = True
        await asyncio.sleep(600)


def heartbeats():
    return [t.name for t in threading.enumerate() if isinstance(t, KeepAliveHandler)]


async def main():
    app = web.Application()
    app.router.add_get("/", gateway)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = yarl.URL(f"ws://127.0.0.1:{runner.addresses[0][1]}/")
    client = Waiting(intents=discord.Intents.none())
    await client._async_setup_hook()
    client.http.token = "token"
    client.http._HTTPClient__session = __import__("aiohttp").ClientSession()
    connecting = asyncio.create_task(
        DiscordWebSocket.from_client(client, initial=True, gateway=address, compress=False)
    )
    while not client.waits:
        await asyncio.sleep(0.05)
    connecting.cancel()
    await asyncio.gather(connecting, return_exceptions=True)
    await client.close()
    await asyncio.sleep(0.5)
    left = heartbeats()
    print(f"closed: {client.is_closed()}; threads that send heartbeats: {left}")
    for thread in threading.enumerate():
        if isinstance(thread, KeepAliveHandler):
            thread.stop()
    await runner.cleanup()
    assert client.is_closed() and len(left) == 1, left


asyncio.run(main())
PY
