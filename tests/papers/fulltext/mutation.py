"""Inputs spoilt at random, again the same for one seed."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator, Sequence

from domain.errors import UnreadablePaper


def rounds(usual: int) -> int:
    """How many inputs to try: the environment's FUZZ_ROUNDS, or the usual few."""
    return int(os.environ.get("FUZZ_ROUNDS", usual))


def spoilt(seeds: Sequence[bytes], tokens: Sequence[bytes], count: int) -> Iterator[bytes]:
    """Inputs made from seeds: bytes changed, cut, doubled and moved, tokens put in."""
    chance = random.Random(20240308)
    for _ in range(count):
        body = bytearray(chance.choice(seeds))
        for _ in range(chance.choice((1, 1, 2, 4, 16))):
            _spoil(body, tokens, chance)
        yield bytes(body)


def _spoil(body: bytearray, tokens: Sequence[bytes], chance: random.Random) -> None:
    at = chance.randrange(len(body) + 1)
    end = min(len(body), at + chance.choice((1, 2, 8, 64, 512)))
    match chance.randrange(7):
        case 0 if at < len(body):
            body[at] = chance.randrange(256)
        case 1:
            del body[at:end]
        case 2:
            body[at:at] = body[at:end]
        case 3:
            body[at:at] = chance.choice(tokens)
        case 4:
            body[at:end] = chance.choice(tokens)
        case 5:
            del body[at:]
            body += chance.choice(tokens)
        case _:
            other = chance.randrange(len(body) + 1)
            body[at:at] = body[other : other + 40]


def survives(parse: Callable[[bytes], object], inputs: Iterator[bytes]) -> int:
    """How many inputs a parser understood; anything but its own error is let through."""
    understood = 0
    for body in inputs:
        try:
            parse(body)
        except UnreadablePaper:
            continue
        except BaseException:
            print(f"failed for: {body!r}")  # noqa: T201  (shown with the failing test)
            raise
        understood += 1
    return understood
