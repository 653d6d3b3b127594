"""Definitions in TeX: what the authors' macros stand for, and where a definition ends. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from papers.fulltext.tex.expansion import NOT_GIVEN, Macro
from papers.fulltext.tex.groups import blank_end, group_end, option_end

_MOST_MACROS: Final = 800
_LONGEST_MACRO: Final = 600
_COMMANDS: Final = {
    **dict.fromkeys(("newcommand", "renewcommand", "providecommand", "DeclareRobustCommand"),
                    "*noom"),
    **dict.fromkeys(("newenvironment", "renewenvironment"), "*moomm"),
    **dict.fromkeys(("NewDocumentCommand", "RenewDocumentCommand", "ProvideDocumentCommand",
                     "DeclareDocumentCommand"), "nmm"),
    **dict.fromkeys(("NewDocumentEnvironment", "DeclareDocumentEnvironment"), "mmmm"),
    **dict.fromkeys(("def", "gdef", "edef", "xdef"), "np"),
    **dict.fromkeys(("let", "futurelet"), "n=n"),
    **dict.fromkeys(("newif", "newlength", "newdimen", "newcount", "newskip", "newtoks",
                     "newsavebox", "newbox", "newwrite", "newread"), "n"),
    **dict.fromkeys(("setlength", "addtolength", "settowidth", "settoheight", "sbox", "savebox"),
                    "nm"),
    **dict.fromkeys(("setcounter", "addtocounter", "numberwithin", "counterwithin",
                     "counterwithout", "pgfkeys", "colorlet", "hyphenation", "setboolean",
                     "setbool", "settoggle", "crefalias", "MakeRobust"), "*omm"),
    "DeclareMathOperator": "*nm", "DeclarePairedDelimiter": "onmm",
    "DeclarePairedDelimiterX": "nommm", "DeclarePairedDelimiterXPP": "nommmmm",
    "NewEnviron": "moom", "RenewEnviron": "moom", "newcounter": "mo",
    "newtheorem": "*momo", "newtheoremstyle": "mmmmmmmmm", "definecolor": "mmm",
    "newacronym": "ommm", "newacro": "mom", "acrodef": "mom", "DeclareAcronym": "mm",
    "newglossaryentry": "mm", "newfloat": "mmmo", "newcolumntype": "moom", "newmdenv": "om",
    "newtcolorbox": "omoom", "declaretheorem": "om", "DeclareSIUnit": "onm",
    "titleformat": "*mommmo", "titlespacing": "*mmmm", "crefname": "mmm", "Crefname": "mmm",
    "theoremstyle": "m", "hypersetup": "m", "geometry": "m", "sisetup": "m", "tikzset": "m",
    "pgfplotsset": "m", "lstset": "m", "captionsetup": "*om", "graphicspath": "m",
    "usepackage": "omo", "RequirePackage": "omo", "usetikzlibrary": "m", "tcbset": "m",
    "tcbuselibrary": "m", "lstdefinestyle": "mm", "lstdefinelanguage": "omom", "setlist": "om",
    "allowdisplaybreaks": "o", "setstretch": "m", "linespread": "m", "pagenumbering": "m",
    "newboolean": "m", "newbool": "m", "newtoggle": "m", "provideboolean": "m", "hyphenpenalty": "",
    "DeclareGraphicsExtensions": "m", "DeclareMathSymbol": "nmmm", "DeclareFontFamily": "mmm",
    "DeclareFontShape": "mmmmmm", "DeclareSymbolFont": "mmmmm", "SetSymbolFont": "mmmmmm",
    "includecomment": "m", "excludecomment": "m", "AtBeginDocument": "m", "AtEndDocument": "m",
    "makeatletter": "", "makeatother": "", "bibliographystyle": "m", "nobibliography": "m",
    "definechangesauthor": "om", "newsiamthm": "mm", "newsiamremark": "mm",
    "spnewtheorem": "*momomm",
}  # fmt: skip
"""What each takes: ``*`` a star, ``n`` a name, ``o`` an option, ``m`` an argument, ``p`` what
``\\def`` takes behind its name, ``=`` an equals sign that may be there."""
MACROS: Final = frozenset(
    name for name in _COMMANDS if name.endswith(("ommand", "RobustCommand", "def", "let"))
)
"""Those that give a name a meaning."""
_COMMAND = re.compile(rf"\\({'|'.join(sorted(_COMMANDS, key=len, reverse=True))})(?![A-Za-z@])")
_NAME = re.compile(r"\s*\\([A-Za-z@]+|.)\s?", re.DOTALL)
_PARAMETERS = re.compile(r"[^{}]{0,80}")
_KIND = re.compile(r"(?P<kind>[A-Za-z])\s?(?:\{(?P<default>[^{}]{0,80})\})?")
_NUMBERED = re.compile(r"#\d")
_PARAMETER = re.compile(r"#([1-6])")


@dataclass(frozen=True, slots=True)
class Definition:
    """A command that defines or sets something, where it stands, and what it was given."""

    command: str
    start: int
    end: int
    given: tuple[tuple[str, str], ...]

    def of(self, kind: str) -> list[str]:
        """What it was given of a kind."""
        return [told for sort, told in self.given if sort == kind]


def definitions(text: str) -> Iterator[Definition]:
    """The definitions of a text, in order; none within another."""
    last = 0
    for match in _COMMAND.finditer(text):
        if match.start() >= last:
            end, given = _given(text, match.end(), _COMMANDS[match[1]])
            last = end
            yield Definition(match[1], match.start(), end, tuple(given))


def _given(text: str, at: int, takes: str) -> tuple[int, list[tuple[str, str]]]:
    """Where a definition ends, and what it was given; it ends early where something is missing."""
    given: list[tuple[str, str]] = []
    for kind in takes:
        if kind == "p":
            parameters = _PARAMETERS.match(text, at)
            at = parameters.end() if parameters else at
            given.append(("p", parameters[0] if parameters else ""))
            kind = "m"
        following = blank_end(text, at)
        sign = text[following : following + 1]
        if kind in "*=":
            at = following + 1 if sign == kind else at
            continue
        read = _option(text, following) if kind == "o" else _one(text, at, kind)
        if read is not None:
            given.append((kind, read[0]))
            at = read[1]
        elif kind != "o":
            break
    return at, given


def _option(text: str, at: int) -> tuple[str, int] | None:
    """What stands in brackets here, and where it ends."""
    end = option_end(text, at) if text[at : at + 1] == "[" else -1
    return (text[at + 1 : end - 1], end) if end > 0 else None


def _one(text: str, at: int, kind: str) -> tuple[str, int] | None:
    """An argument, in braces or one sign, or a name; and where it ends."""
    following = blank_end(text, at)
    sign = text[following : following + 1]
    if sign == "{":
        end = group_end(text, following)
        inside = text[following + 1 : end - 1]
        return (inside.strip() if kind == "n" else inside, end) if end > 0 else None
    if sign == "\\":
        name = _NAME.match(text, following)
        return (f"\\{name[1]}", name.end()) if name else None
    if kind == "n" or not sign or "\n\n" in text[at:following]:
        return None
    return sign, following + 1


def without_definitions(text: str) -> str:
    """A text without the definitions and settings in it."""
    parts: list[str] = []
    last = 0
    for found in definitions(text):
        parts.append(text[last : found.start])
        last = found.end
    return "".join((*parts, text[last:]))


def without_macros(text: str) -> str:
    """A text without the definitions of macros, other than those by which counters are printed."""
    parts: list[str] = []
    last = 0
    for found in definitions(text):
        name = "".join(found.of("n")[:1]).lstrip("\\").strip()
        if found.command in MACROS and not name.startswith("the"):
            parts.append(text[last : found.start])
            last = found.end
    return "".join((*parts, text[last:]))


def macros(text: str, kept: frozenset[str], *, simple: bool = False) -> dict[str, Macro]:
    """The macros that a text defines.

    Args:
        text: TeX.
        kept: names that keep the meaning that they have without it.
        simple: whether only those count that use no internals of LaTeX's, as in style files.
    """
    found: dict[str, Macro] = {}
    for definition in definitions(text):
        read = _macro(definition)
        if read is None or len(found) >= _MOST_MACROS:
            continue
        name, macro = read
        is_bounded = len(macro.content) <= _LONGEST_MACRO and f"\\{name}" not in macro.content
        if name in kept or not is_bounded or (simple and "@" in macro.content + name):
            continue
        if definition.command != "providecommand" or name not in found:
            found[name] = macro
    return found


def _macro(found: Definition) -> tuple[str, Macro] | None:
    names, contents, options = found.of("n"), found.of("m"), found.of("o")
    name = names[0].lstrip("\\").strip() if names else ""
    if not name.isalpha():
        return None
    if found.command == "let":
        to = names[1] if len(names) > 1 else ""
        return (name, Macro(0, to)) if to[1:].isalpha() else None
    if not contents:
        return None
    if found.command in ("def", "gdef", "edef", "xdef"):
        parameters = found.of("p")[0]
        is_plain = re.fullmatch(r"(?:#\d)*", parameters.replace(" ", "")) is not None
        between = () if is_plain else tuple(_NUMBERED.split(parameters))
        return name, Macro(parameters.count("#"), contents[0], between=between)
    if found.command.endswith("DocumentCommand"):
        spec = contents[0] if len(contents) > 1 else ""
        told = [(kind["kind"], kind["default"] or "") for kind in _KIND.finditer(spec)]
        kinds = tuple((kind, text if kind == "O" else NOT_GIVEN) for kind, text in told)
        return name, Macro(len(kinds), contents[-1], kinds=kinds)
    if found.command == "DeclareMathOperator":
        return name, Macro(0, f"\\operatorname{{{contents[0]}}}")
    if found.command.startswith("DeclarePairedDelimiter"):
        return name, _paired(contents, options)
    if "command" not in found.command.lower():
        return None
    takes = int(options[0]) if options and options[0].strip() in tuple("123456789") else 0
    return name, Macro(takes, contents[0], options[1] if takes and len(options) > 1 else None)


def _paired(contents: Sequence[str], options: Sequence[str]) -> Macro:
    """A pair of brackets around an argument, which a star or a size may make higher."""
    begin, end, inside = contents[0], contents[1] if len(contents) > 1 else "", "#3"
    takes = int(options[0]) if options and options[0].strip() in tuple("123456") else 1
    if len(contents) == 5:
        begin, end = contents[0] + contents[1], contents[2] + contents[3]
    if len(contents) in (3, 5):
        inside = _PARAMETER.sub(lambda match: f"#{int(match[1]) + 2}", contents[-1])
    kinds = (("s", ""), ("o", ""), *(("m", ""),) * takes)
    return Macro(len(kinds), f"{begin}{inside}{end}{{}}", kinds=kinds)
