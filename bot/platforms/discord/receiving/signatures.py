"""Whether a call is Discord's own, and a new one.

After https://discord.com/developers/docs/interactions/overview#setting-up-an-endpoint: Discord
signs the time and the body of each call by Ed25519, and now and then calls with wrong signatures,
to see them refused with 401.
"""

from __future__ import annotations

import re
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from bot.operations.calls import Call

SIGNATURE: Final = b"x-signature-ed25519"
TIMESTAMP: Final = b"x-signature-timestamp"

OLDEST: Final = 300.0
"""Seconds by which a call may be older, or newer, than the clock here says. Nothing can be answered
after 3; the rest is for clocks that are wrong."""

_SECONDS: Final = re.compile(rb"\d{1,12}")
_SIGNATURE: Final = re.compile(rb"[0-9a-fA-F]{128}")


class Signatures:
    """Checks calls against the public key of an application."""

    def __init__(self, public_key: str) -> None:
        """Args: public_key is in hexadecimal, as Discord shows it.

        Raises:
            ValueError: it is none.
        """
        self._key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))

    def are_right(self, call: Call, now: float) -> bool:
        """Whether Discord has signed a call, lately.

        Args:
            call: from anybody.
            now: seconds since 1970.
        """
        signature = call.headers.get(SIGNATURE, b"")
        timestamp = call.headers.get(TIMESTAMP, b"")
        if not (_SIGNATURE.fullmatch(signature) and _SECONDS.fullmatch(timestamp)):
            return False
        if abs(now - int(timestamp)) > OLDEST:
            return False
        try:
            self._key.verify(bytes.fromhex(signature.decode()), timestamp + call.body)
        except InvalidSignature:
            return False
        return True
