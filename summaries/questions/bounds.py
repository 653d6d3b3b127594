"""How far what a sentence says holds: of all, much or little, surely or only asked. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from topics.english.stems import stem, tokens

_HELD: Final = {
    r"only(?!\s\d|\s(?:an?|one|two|three|four|five)\b) alone solely exclusively merely": r"""
        only alone sole\w* exclusive\w* merely just single nothing except but restrict\w* limit\w*
        no none without rather
    """,
    "always invariably": r"always all every each invariabl\w+ consistent\w* any never must",
    "never": r"never no not none cannot n't nor neither without",
    r"every all\sof entirely completely": r"""
        all every each any whole entire\w* complete\w* full\w*
    """,
    r"themselves ourselves by\sthe\sauthors": "themselves ourselves we our us authors?",
    r"by\shand manually by\shumans": r"""
        hand\w* manual\w* human\w* annotat\w* expert\w* people worker\w*
    """,
    "unlike without lacks? lacking": r"""
        unlike whereas while but contrast instead rather differ\w* however without lack\w* no not
        none neither nor never cannot free only avoid\w* independent\w* un\w+ non\w* \w{2,20}less
        replac\w* omit\w* miss\w* absen\w*
    """,
}
"""What a claim has only where its sentences have one of some words."""


def _any_of(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words.split())})\b", re.IGNORECASE)


_BOUNDS: Final = tuple((_any_of(said), _any_of(given)) for said, given in _HELD.items())
_DEGREES: Final = (
    frozenset({"much", "many", "most", "lot"}),
    frozenset({"little", "few", "least", "hardly", "scarce"}),
)
_COMPARED: Final = re.compile(
    r"\b(?:more|less|better|worse|(?!other\b|rather\b)[a-z]{3,12}er)\b[^,;.]{0,40}"
    r"(?<!rather )(?<!other )\bthan\b|\b(?:outperform|surpass)",
    re.IGNORECASE,
)
_COMPARING: Final = re.compile(
    r"\b(?:than|more|less|fewer|better|worse|best|worst|gains?|superior|inferior|ahead|behind"
    r"|[a-z]{3,12}(?:er|est)|(?:outperform|exceed|surpass|improv|beat|advantag|increas|decreas"
    r"|reduc|rais|lower|drop|fall|ris|fast|slow)\w*)\b",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"\d")
_OPEN: Final = re.compile(
    r"\b(?:whether|if|open|question\w*|unknown|unclear|unsolved|asks?|problems?|how|what|which|why)\b",
    re.IGNORECASE,
)
_UNABLE: Final = re.compile(
    r"\b(?:not|un) ?able to (\w{3,30})|\b(?:fail|fails|failed) to (\w{3,30})", re.IGNORECASE
)
_DENIAL: Final = re.compile(
    r"\b(?:no|not|none|never|nor|neither|cannot|without|fail\w*|unable|hardly|lack\w*)\b|n't\b",
    re.IGNORECASE,
)


def unbounded(claim: str, cited: Sequence[str]) -> Iterator[str]:
    """What a claim holds to be so farther than its sentences do.

    Args:
        claim: its text.
        cited: the sentences that it cites.
    """
    source = "\n".join(cited)
    for said, given in _BOUNDS:
        bound = said.search(claim)
        if bound and not given.search(source):
            yield bound[0]
    degrees = _degrees(source)
    for side, word in _degrees(claim):
        if (1 - side, word) in degrees and (side, word) not in degrees:
            yield f"{('much', 'little')[side]} {word}"
    compared = _COMPARED.search(claim)
    if compared and not _COMPARING.search(source) and len(_NUMBER.findall(source)) < 2:
        yield compared[0]
    if cited and all(one.endswith("?") for one in cited) and not _OPEN.search(claim):
        yield "only asked"
    if not _DENIAL.search(claim):
        yield from _turned_able(claim, source)


def _turned_able(claim: str, source: str) -> Iterator[str]:
    """What something is not able to do by its sentences, and does by a claim."""
    done = {stem(word) for word in tokens(claim)}
    for match in _UNABLE.finditer(source):
        if stem((match[1] or match[2]).lower()) in done:
            yield match[0]


def _degrees(text: str) -> set[tuple[int, str]]:
    """Words that much or little is said of: which of the two, and the stem of the word."""
    return {
        (side, stem(after))
        for word, after in pairwise(tokens(text))
        for side, known in enumerate(_DEGREES)
        if word in known
    }
