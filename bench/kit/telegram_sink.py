"""A Telegram that takes everything at once: a process of its own, for `bench.delivery`.

It remembers the bodies of what it was sent, and gives them back when asked with GET.
"""

from __future__ import annotations

import asyncio
import json
import sys
from urllib.parse import parse_qs


class Sink(asyncio.Protocol):
    """One connection."""

    bodies: list[bytes] = []  # noqa: RUF012 (what all connections were sent)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin with nothing read."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._read = b""

    def data_received(self, data: bytes) -> None:
        """Answer each request that is whole."""
        self._read += data
        while (end := self._read.find(b"\r\n\r\n")) >= 0:
            head = self._read[:end].lower()
            _, _, length = head.partition(b"content-length: ")
            whole = end + 4 + int(length.split(b"\r\n")[0] or 0)
            if len(self._read) < whole:
                return
            body, self._read = self._read[end + 4 : whole], self._read[whole:]
            if head.startswith(b"get"):
                self._answer(json.dumps([one.decode() for one in self.bodies]).encode())
            else:
                self.bodies.append(body)
                self._answer(_message(body))

    def _answer(self, body: bytes) -> None:
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
        self._transport.write(head.encode() + b"\r\n\r\n" + body)


def _message(body: bytes) -> bytes:
    """What Telegram says to a message that it has taken."""
    asked = {name: values[0] for name, values in parse_qs(body.decode()).items()}
    result = {
        "message_id": 1,
        "from": {"id": 1, "is_bot": True, "first_name": "Bot", "username": "a_bot"},
        "chat": {"id": int(asked["chat_id"]), "first_name": "Person", "type": "private"},
        "date": 1_700_000_000,
        "text": (text := asked.get("text", "")),
        "entities": [{"offset": 0, "length": 4, "type": "bold"}] * text.count("<b>"),
    }
    return json.dumps({"ok": True, "result": result}).encode()


async def main() -> None:
    """Serve until the process is ended; first the port is told."""
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
