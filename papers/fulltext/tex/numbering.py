"""How figures and tables come to be numbered in print, which a text may change as it goes. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from papers.fulltext.tex.groups import argument, blank_end

_MARK: Final = "printednumbers"
_TOLD = re.compile(
    r"\\(?:(?P<set>setcounter|addtocounter)\s*+\{(?P<counter>figure|table|section|chapter)\}\s*+"
    r"\{(?P<to>[^{}]{0,40})\}|"
    r"(?:(?:re)?newcommand\*?|def|gdef)\s*+(?:\{\s*+)?+\\the(?P<form>figure|table|section)"
    r"(?![A-Za-z])\s*+(?:\}\s*+)?+(?=\{)|"
    r"(?P<within>numberwithin|counterwithin\*?|@addtoreset)\s*+\{(?P<one>[a-z]++)\}\s*+\{(?P<other>[a-z]++)\})"
)
_STEP = re.compile(
    rf"\\{_MARK}\{{(?P<told>[^{{}}]*(?:\{{[^{{}}]*\}}[^{{}}]*)*)\}}|"
    r"\\(?P<head>chapter|section)(?![A-Za-z*])|\\(?P<appendix>appendix)(?![A-Za-z])|"
    r"\\begin\s*\{(?P<appendices>appendices|appendix|subappendices)\}"
)
_COUNTER = re.compile(
    r"\\@?(arabic|roman|Roman|alph|Alph)\s*(?:\{|\\c@)(figure|table|section|chapter)\}?|"
    r"\\the(section|chapter|figure|table)(?![A-Za-z])"
)
_BOOKS = re.compile(
    r"\\documentclass\s*+(?:\[[^\]]{0,200}+\]\s*+)?+\{(?:book|report|svmono|memoir)\}"
)
_ELSEVIER = re.compile(
    r"\\documentclass\s*+(?:\[[^\]]{0,200}+\]\s*+)?+\{(?:elsarticle|cas-[sd]c)\}"
)
_ROMAN: Final = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


def numbering_told(text: str, *, keep: bool = False) -> str:
    """What a text says of numbers, as marks that outlive the definitions.

    Args:
        text: TeX.
        keep: whether the rest of it is to be kept around them.
    """
    parts: list[str] = []
    last = 0
    for match in _TOLD.finditer(text):
        if match.start() < last:
            continue
        end = match.end()
        if match["form"]:
            written, end = argument(text, blank_end(text, end))
            told = f"the{match['form']}={written}"
        elif match["set"]:
            told = f"{match['set'][:3]}{match['counter']}={match['to']}"
        else:
            resets = match["within"] == "@addtoreset" or match["within"].endswith("*")
            told = f"{'resets' if resets else 'within'}{match['one']}={match['other']}"
        parts += [text[last : match.start()] if keep else "", f"\\{_MARK}{{{told}}}"]
        last = end
    kept = "".join((*parts, text[last:] if keep else ""))
    if keep:
        return kept
    if _BOOKS.search(text):
        kept += "".join(f"\\{_MARK}{{within{name}=chapter}}" for name in ("figure", "table"))
    if _ELSEVIER.search(text):
        kept += f"\\{_MARK}{{appendixwithin=section}}"
    return kept


class Numbering:
    """The counters of a text, brought up to a place in it whenever a float is numbered."""

    def __init__(self, text: str) -> None:
        """Args: text is TeX, with marks."""
        self._steps: Iterator[re.Match[str]] = _STEP.finditer(text)
        self._ahead = next(self._steps, None)
        self._counts = {"figure": 0, "table": 0, "section": 0, "chapter": 0}
        self._forms = {"figure": r"\arabic{figure}", "table": r"\arabic{table}"}
        self._within: dict[str, str] = {}
        self._is_lettered = False
        self._letters_floats = False

    def next(self, kind: str, at: int, *, is_continued: bool = False) -> str:
        """The number that a float of a kind, at a place behind the last one, comes to have."""
        while self._ahead is not None and self._ahead.start() < at:
            self._step(self._ahead)
            self._ahead = next(self._steps, None)
        if not is_continued or not self._counts[kind]:
            self._counts[kind] += 1
        return self._written(self._forms[kind])

    def _step(self, match: re.Match[str]) -> None:
        if match["told"]:
            self._tell(*match["told"].partition("=")[::2])
        elif match["appendix"] or match["appendices"]:
            self._is_lettered = True
            self._counts["section"] = 0
            if self._letters_floats:
                for name in ("figure", "table"):
                    self._tell(f"within{name}", "section")
        elif match["head"]:
            self._counts[match["head"]] += 1
            if match["head"] == "chapter":
                self._counts["section"] = 0
            for name, of in self._within.items():
                if of == match["head"]:
                    self._counts[name] = 0

    def _tell(self, what: str, to: str) -> None:
        name = what.removeprefix("within").removeprefix("resets").removeprefix("the")
        if what == "appendixwithin":
            self._letters_floats = True
        elif what.startswith(("within", "resets")) and name in self._forms:
            if to in ("section", "chapter"):
                self._within[name] = to
            if to in ("section", "chapter") and what.startswith("within"):
                self._forms[name] = rf"\the{to}.\arabic{{{name}}}"
        elif what.startswith("the") and name in self._forms:
            self._forms[name] = to
        elif what[:3] in ("set", "add") and what[3:] in self._counts:
            amount = int(to) if re.fullmatch(r"\s*-?\d{1,4}\s*", to) else None
            if amount is not None:
                before = self._counts[what[3:]] if what.startswith("add") else 0
                self._counts[what[3:]] = max(before + amount, 0)

    def _written(self, form: str) -> str:
        for _ in range(3):
            before = form
            form = _COUNTER.sub(self._counter, form)
            if form == before:
                break
        return re.sub(r"\\[A-Za-z]+\s*|[{}\s~$]", "", form)

    def _counter(self, match: re.Match[str]) -> str:
        if match[3]:
            if match[3] in self._forms and match[3] not in ("section", "chapter"):
                return self._forms[match[3]]
            style = "Alph" if self._is_lettered and match[3] == "section" else "arabic"
            return _styled(style, self._counts[match[3]])
        return _styled(match[1], self._counts[match[2]])


def _styled(style: str, count: int) -> str:
    if style in ("alph", "Alph"):
        letter = chr(96 + min(max(count, 1), 26))
        return letter if style == "alph" else letter.upper()
    if style in ("roman", "Roman"):
        told = _ROMAN[count] if 0 < count < len(_ROMAN) else str(count)
        return told if style == "roman" else told.upper()
    return str(count)
