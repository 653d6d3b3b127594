"""Paper identifiers: from anything a person pastes to one canonical string, and back.

The forms and their rules are arXiv's own (https://info.arxiv.org/help/arxiv_identifier.html):
``YYMM.NNNNN`` since 2015, ``YYMM.NNNN`` from April 2007 on, ``archive/YYMMNNN`` before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import unquote

from domain.errors import NotAPaperId
from domain.excerpts import excerpt
from domain.messages import Message, marked, sentence
from domain.taxonomy import OLD_ID_ARCHIVES

SAMPLE_ARCHIVE: Final = "sample"
"""The archive of the embedded sample papers; arXiv has none of that name."""

_HINT: Final = marked(
    "An id looks like 2403.04634 or hep-th/9901001, a link like https://arxiv.org/abs/2403.04634."
)

# ASCII throughout: an id's digits are 0 to 9, and scripts without blanks may touch it.
_FLAGS: Final = re.IGNORECASE | re.ASCII
_VERSION: Final = r"(?:v(?P<version>\d{1,3}))?"
_NEW = re.compile(
    rf"(?<![a-z0-9.])(?P<base>\d{{4}}\.\d{{3,9}}){_VERSION}(?![a-z0-9])(?!\.\d)", _FLAGS
)
_OLD = re.compile(
    rf"(?<![a-z0-9.-])(?P<archive>[a-z][a-z-]{{0,15}})(?:\.[a-z-]{{2,12}})?/(?P<number>\d{{7}})"
    rf"{_VERSION}(?![a-z0-9])",
    _FLAGS,
)
_LINK = re.compile(
    r"(?<![a-z0-9-])(?P<host>arxiv\.org|xxx\.lanl\.gov|doi\.org|huggingface\.co|hf\.co|alphaxiv\.org|"
    r"ar5iv\.org|ar5iv\.labs\.arxiv\.org)(?::\d{1,5})?/(?P<path>[^\s()<>\[\]{}\"'|,;]*)",
    _FLAGS,
)
_DOI = re.compile(r"(?<![\d.])10\.(?P<prefix>\d{4,9})/(?P<suffix>[^\s()<>\[\]{}\"'|,;]*)", _FLAGS)
_ARXIV_DOI: Final = "48550"
_SCHEME = re.compile(
    r"(?<![a-z0-9])arxiv(?:[.:_-]|\s{1,5}:?)\s{0,5}(?=\d|[a-z.-]{2,30}/\d)", _FLAGS
)
_FIRST_NEW: Final = 704
_FIVE_DIGITS_FROM: Final = 1501
_LAST_OLD: Final = 703
_FIRST_YEAR_OLD: Final = 91


@dataclass(frozen=True, slots=True)
class PaperId:
    """A paper, and one version of it where that is known.

    Attributes:
        base: the canonical id without version, ``2403.04634`` or ``math/0309136``. It is the
            paper's identity: versions and cross-lists share it.
        version: 1 or more, or None for "whichever is the latest".
    """

    base: str
    version: int | None = None

    def __str__(self) -> str:
        return self.base if self.version is None else f"{self.base}v{self.version}"

    @classmethod
    def parse(cls, text: str) -> PaperId:
        """Read the one paper that a text names: an id, a link, or words around either.

        Raises:
            NotAPaperId: there is none, more than one, or one that arXiv cannot have assigned;
                the message says which.
        """
        found, reason = _scan(text)
        if not found:
            shown = text.strip()
            if not shown:
                raise NotAPaperId(sentence("There is no arXiv id here."), hint=sentence(_HINT))
            shown = excerpt(shown, 60)
            raise NotAPaperId(
                reason or sentence("“{text}” is not an arXiv id or link.", text=shown),
                hint=sentence(_HINT),
            )
        if len({paper.base for paper in found}) > 1:
            named = tuple(str(paper) for paper in found[:2])
            raise NotAPaperId(
                sentence("That names several papers, {papers}.", papers=named),
                hint=sentence("Give one at a time."),
            )
        return max(found, key=lambda paper: paper.version or 0)

    @classmethod
    def find(cls, text: str) -> tuple[PaperId, ...]:
        """All papers that a running text names, each once, in order of appearance."""
        found, _ = _scan(text)
        return tuple(dict.fromkeys(found))

    @classmethod
    def mistyped(cls, text: str) -> NotAPaperId | None:
        """Why a text that is nothing but an id or a link can be none; None for any other text."""
        found, reason = _scan(text)
        is_alone = len(_SCHEME.sub("", text).split()) == 1
        return (
            NotAPaperId(reason, hint=sentence(_HINT)) if is_alone and reason and not found else None
        )

    @property
    def latest(self) -> PaperId:
        """The same paper without a version."""
        return self if self.version is None else replace(self, version=None)

    @property
    def is_sample(self) -> bool:
        """Whether this is one of the embedded sample papers, which arXiv does not have."""
        return self.base.startswith(f"{SAMPLE_ARCHIVE}/")

    @property
    def abs_url(self) -> str:
        """The abstract page; empty for a sample paper, which has none."""
        return "" if self.is_sample else f"https://arxiv.org/abs/{self}"

    @property
    def html_url(self) -> str:
        """The paper as a web page, which not all have; empty for a sample paper."""
        return "" if self.is_sample else f"https://arxiv.org/html/{self}"

    @property
    def pdf_url(self) -> str:
        """The PDF; empty for a sample paper, which has none."""
        return "" if self.is_sample else f"https://arxiv.org/pdf/{self}"


def _scan(text: str) -> tuple[list[PaperId], Message | None]:
    """Papers named in a text in order, and why the last refused candidate was refused."""
    cleaned = _SCHEME.sub(" ", _DOI.sub(_doi_suffix, _LINK.sub(_link_path, text)))
    candidates = [(match.start(), *_from_new(match)) for match in _NEW.finditer(cleaned)]
    candidates += [(match.start(), *_from_old(match)) for match in _OLD.finditer(cleaned)]
    candidates.sort(key=lambda candidate: candidate[0])
    found = [paper for _, paper, _ in candidates if paper is not None]
    reasons = [reason for _, paper, reason in candidates if paper is None]
    return found, reasons[-1] if reasons else None


def _link_path(match: re.Match[str]) -> str:
    """The part of a known link's path that can hold an id."""
    path = re.split(r"[?#]", unquote(match["path"]), maxsplit=1)[0]
    if match["host"].lower() == "doi.org":
        return f" {path} "
    _head, slash, rest = path.partition("/")
    is_old_style = re.match(r"\d{7}", rest) is not None
    return f" {path if is_old_style or not slash else rest} "


def _doi_suffix(match: re.Match[str]) -> str:
    """What an arXiv DOI says after ``arXiv.``; of any other DOI nothing, whatever it looks like."""
    return f" {match['suffix']} " if match["prefix"] == _ARXIV_DOI else " "


def _from_new(match: re.Match[str]) -> tuple[PaperId | None, Message | None]:
    base = match["base"]
    month, digits = int(base[2:4]), len(base) - 5
    issued = int(base[:4])
    if not 1 <= month <= 12:
        return None, _impossible(base, sentence("there is no month {month}", month=base[2:4]))
    if issued < _FIRST_NEW:
        return None, _impossible(base, sentence("that form began in April 2007 (0704)"))
    expected = 5 if issued >= _FIVE_DIGITS_FROM else 4
    if digits != expected:
        why = sentence(
            "ids of {month} have {number} digits after the dot", month=base[:4], number=expected
        )
        return None, _impossible(base, why)
    if not int(base[5:]):
        return None, _impossible(base, sentence("numbers begin at 1"))
    return _versioned(base, match)


def _from_old(match: re.Match[str]) -> tuple[PaperId | None, Message | None]:
    archive, number = match["archive"].lower(), match["number"]
    shown = f"{archive}/{number}"
    if archive == SAMPLE_ARCHIVE:
        return _versioned(shown, match)
    if archive not in OLD_ID_ARCHIVES:
        return None, _impossible(shown, sentence("there is no archive “{name}”", name=archive))
    year, month = int(number[:2]), int(number[2:4])
    issued = int(number[:4])
    if not 1 <= month <= 12:
        return None, _impossible(shown, sentence("there is no month {month}", month=number[2:4]))
    if year < _FIRST_YEAR_OLD and issued > _LAST_OLD:
        return None, _impossible(shown, sentence("that form ended in March 2007 (0703)"))
    if not int(number[4:]):
        return None, _impossible(shown, sentence("numbers begin at 1"))
    return _versioned(shown, match)


def _impossible(text: str, why: Message) -> Message:
    return sentence("{text} cannot be an arXiv id: {why}.", text=text, why=why)


def _versioned(base: str, match: re.Match[str]) -> tuple[PaperId | None, Message | None]:
    version = int(match["version"]) if match["version"] else None
    if version == 0:
        return None, _impossible(match[0], sentence("versions begin at 1"))
    return PaperId(base, version), None
