"""Ways to make a true sentence false, as a language model might."""

from __future__ import annotations

import re
from random import Random
from typing import Final

_NUMBER: Final = re.compile(r"(?<![\w.^/-])\d[\d,]*(?:\.\d+)?(?![\w^]|\.\d)")
_NAME: Final = re.compile(
    r"(?<=[a-z,] )(?:[A-Z][a-z0-9]*[A-Z][\w-]*|[A-Z]{2,}[\w-]*|[A-Z][a-z]{3,})(?=[ ,.;:)])"
)
_VERBS: Final = (
    "propose|present|introduce|show|demonstrate|prove|find|develop|study|investigate|describe|provide|"
    "achieve|improve|reduce|use|learn|evaluate|apply|derive|establish|analyze|design|obtain|train|"
    "observe|explore|extend|formulate|argue|leverage|address|consider|perform"
)
_NEGATIONS: Final = (
    (re.compile(rf"\b(we|they) ({_VERBS})\b", re.IGNORECASE), r"\1 {do} \2"),
    (re.compile(r"\b(is|are|was|were|can|could|may|will|should) (?!not\b|no\b)"), r"\1 not "),
    (
        re.compile(
            r"\b(outperform|improve|achieve|enable|allow|provide|reduce|show|yield|increase|require|"
            r"perform|learn|lead|produce|use|generate|converge|exceed|surpass|work|depend|support)s\b"
        ),
        r"{does} \1",
    ),
)


def with_another_number(claim: str, rng: Random) -> str | None:
    """The claim with one of its numbers changed; None where it has none."""
    found = list(_NUMBER.finditer(claim))
    if not found:
        return None
    match = rng.choice(found)
    written = match[0]
    value = float(written.replace(",", ""))
    kind = rng.randrange(4)
    if kind == 0:
        digit = rng.choice([at for at, letter in enumerate(written) if letter.isdigit()])
        other = str((int(written[digit]) + rng.randint(1, 8)) % 10)
        false = written[:digit] + other + written[digit + 1 :]
    elif kind == 1:
        false = f"{value * 10:g}"
    elif kind == 2:
        false = f"{value + rng.choice([1, 2, 5, 10]):g}"
    else:
        false = f"{value / 2:g}"
    if float(false.replace(",", "")) == value:
        false = f"{value + 3:g}"
    return claim[: match.start()] + false + claim[match.end() :]


def with_another_name(claim: str, names: list[str], rng: Random) -> str | None:
    """The claim with one of its names replaced by one of some others; None where it has none."""
    found = list(_NAME.finditer(claim))
    if not found:
        return None
    match = rng.choice(found)
    return claim[: match.start()] + rng.choice(names) + claim[match.end() :]


_SUBJECT: Final = re.compile(r"\b(?:[A-Z][a-z]+[A-Z0-9-][\w-]*|[A-Z]{3,}[\w-]*|[A-Z][a-z]{4,})\b")


def with_another_subject(claim: str, paper: str, rng: Random) -> str | None:
    """The claim of another thing of which the paper speaks: names put in each other's places.

    None where the claim has no name, or the paper no other.
    """
    within = set(re.findall(r"(?<=[a-z,] )[A-Z][\w-]*", paper))
    own = [name for name in dict.fromkeys(_SUBJECT.findall(claim)) if name in within]
    others = sorted(name for name in within - set(own) if _SUBJECT.fullmatch(name))
    if len(own) > 1:
        one, other = own[:2]
        return claim.replace(one, "\0").replace(other, one).replace("\0", other)
    return claim.replace(own[0], rng.choice(others)) if own and others else None


def names_of(text: str) -> list[str]:
    """The names within the sentences of a text."""
    return [match[0] for match in _NAME.finditer(text)]


def denied(claim: str, rng: Random) -> str | None:
    """The claim with a denial put in; None where no place for one is seen."""
    places = [(match, put) for pattern, put in _NEGATIONS for match in pattern.finditer(claim)]
    if not places:
        return None
    match, put = rng.choice(places)
    word = rng.choice(["do not", "never", "cannot", "do not", "fail to"])
    third = rng.choice(["does not", "never", "cannot", "fails to"])
    put = put.replace("{do}", word).replace("{does}", third)
    return claim[: match.start()] + match.expand(put) + claim[match.end() :]
