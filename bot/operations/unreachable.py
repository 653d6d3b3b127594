"""Why a server cannot be reached, and what to do about it, out of what libraries raise.

Their own words are for programmers, and may hold an address with a token in it.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

from domain.messages import Message, as_is, sentence

_LONGEST = 8
"""Errors that are looked at, each the cause of the one before."""


def why_unreachable(error: BaseException, otherwise: str = "") -> Message:
    """A part of a sentence; what else is known where the network is not to blame."""
    for cause in _causes(error):
        match cause:
            case ssl.SSLCertVerificationError():
                return sentence("its certificate is not trusted ({why})", why=cause.verify_message)
            case ssl.SSLError():
                return sentence("no encrypted connection could be made")
            case socket.gaierror():
                return sentence("its name is not known to the network")
            case ConnectionRefusedError():
                return sentence("nothing listens at that address")
            case TimeoutError():
                return sentence("it did not answer in time")
    for cause in reversed([*_causes(error)]):
        if isinstance(cause, OSError) and cause.strerror:
            return as_is(cause.strerror)
    if otherwise:
        return as_is(otherwise.rstrip("."))
    return sentence("what answered is not what was expected, or the connection broke")


def remedy(error: BaseException) -> Message:
    """What to do about it, in a sentence."""
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in _causes(error)):
        return sentence(
            "Set {setting} to a file with the certificates of those who vouch for it.",
            setting="SSL_CERT_FILE",
        )
    return sentence("See that this machine has a way to it, and that its address is right.")


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    for _ in range(_LONGEST):
        if cause is None:
            return
        yield cause
        cause = getattr(cause, "os_error", None) or cause.__cause__ or cause.__context__
