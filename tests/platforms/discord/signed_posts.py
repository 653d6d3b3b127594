"""Discord as it posts interactions: signed by the key of an application."""

from __future__ import annotations

import json
import time
from typing import Any, Final

import aiohttp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

PATH: Final = "/discord/interactions"


class SignedPosts:
    """Posts to processes at some addresses, each time to the next one, as a balancer does.

    Attributes:
        public_key: as the developer portal shows it.
        statuses: of the answers, in order.
    """

    def __init__(self, *addresses: str) -> None:
        """Args: addresses are host:port."""
        self._key = Ed25519PrivateKey.generate()
        raw = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.public_key = raw.hex()
        self._addresses = list(addresses)
        self.statuses: list[int] = []

    def signs_as(self, other: SignedPosts) -> None:
        """Have the key of another."""
        self._key, self.public_key = other._key, other.public_key

    def headers(self, body: bytes, timestamp: str = "") -> dict[str, str]:
        """Those that a post has."""
        at = timestamp or str(int(time.time()))
        return {
            "Content-Type": "application/json",
            "X-Signature-Timestamp": at,
            "X-Signature-Ed25519": self._key.sign(at.encode() + body).hex(),
        }

    async def __call__(self, payload: Any) -> bytes:
        """Post an interaction; what is answered."""
        body = json.dumps(payload).encode()
        return await self.post(body, self.headers(body))

    async def post(self, body: bytes, headers: dict[str, str]) -> bytes:
        """Post anything, with any headers."""
        address = self._addresses.pop(0)
        self._addresses.append(address)
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"http://{address}{PATH}", data=body, headers=headers) as answer,
        ):
            self.statuses.append(answer.status)
            return await answer.read()
