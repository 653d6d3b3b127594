"""A SOCKS5 proxy that knows one machine: whatever host is asked for, it is this one (RFC 1928)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

_NAME: Final = 3
_GRANTED: Final = b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00"


@asynccontextmanager
async def socks_server() -> AsyncIterator[tuple[str, list[str]]]:
    """Its address; and the hosts that it is asked for."""
    hosts: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, methods = await reader.readexactly(2)
        await reader.readexactly(methods)
        writer.write(b"\x05\x00")
        *_, kind = await reader.readexactly(4)
        length = (await reader.readexactly(1))[0] if kind == _NAME else 4
        host = await reader.readexactly(length)
        hosts.append(host.decode() if kind == _NAME else ".".join(map(str, host)))
        port = int.from_bytes(await reader.readexactly(2))
        there, back = await asyncio.open_connection("127.0.0.1", port)
        writer.write(_GRANTED)
        with suppress(ConnectionError, asyncio.CancelledError):
            await asyncio.gather(_pour(reader, back), _pour(there, writer))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}", hosts
    finally:
        server.close()


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65_536):
        writer.write(data)
        await writer.drain()
    writer.close()
