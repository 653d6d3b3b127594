"""Definitions in TeX: what the authors' macros stand for, and where a definition ends. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from papers.fulltext.tex.groups import argument, blank_end, group_end, option_end

_MOST_MACROS: Final = 800
_LONGEST_MACRO: Final = 600
_ROUNDS: Final = 4
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
    "DeclareMathOperator": "*nm", "DeclarePairedDelimiter": "onmm", "newcounter": "mo",
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
_COMMAND = re.compile(rf"\\({'|'.join(sorted(_COMMANDS, key=len, reverse=True))})(?![A-Za-z@])")
_NAME = re.compile(r"\s*\\([A-Za-z@]+|.)\s?", re.DOTALL)
_PARAMETERS = re.compile(r"[^{}]{0,80}")
_KIND = re.compile(r"(?P<kind>[A-Za-z])\s?(?:\{(?P<default>[^{}]{0,80})\})?")
_NOT_GIVEN: Final = "-NoValue-"
_STAR: Final = "-Star-"
_CHOICE = re.compile(r"\\If(?P<asked>Boolean|NoValue|Value)(?P<branches>TF|T|F)(?![A-Za-z@])")
_MOST_CHOICES: Final = 8


@dataclass(frozen=True, slots=True)
class Macro:
    """What a name stands for.

    Attributes:
        takes: how many arguments.
        default: what the first is where it is not given in brackets; None where it is in braces.
        kinds: of the arguments with their defaults, in xparse's letters, where those were used.
    """

    takes: int
    content: str
    default: str | None = None
    kinds: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Definition:
    command: str
    start: int
    end: int
    given: tuple[tuple[str, str], ...]

    def of(self, kind: str) -> list[str]:
        """What it was given of a kind."""
        return [told for sort, told in self.given if sort == kind]


def _definitions(text: str) -> Iterator[_Definition]:
    """The definitions of a text, in order; none within another."""
    last = 0
    for match in _COMMAND.finditer(text):
        if match.start() >= last:
            end, given = _given(text, match.end(), _COMMANDS[match[1]])
            last = end
            yield _Definition(match[1], match.start(), end, tuple(given))


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
    for found in _definitions(text):
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
    for definition in _definitions(text):
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


def _macro(found: _Definition) -> tuple[str, Macro] | None:
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
        parameters = found.of("p")[0].strip()
        is_plain = re.fullmatch(r"(?:#\d)*", parameters.replace(" ", "")) is not None
        return (name, Macro(parameters.count("#"), contents[0])) if is_plain else None
    if found.command.endswith("DocumentCommand"):
        spec = contents[0] if len(contents) > 1 else ""
        told = [(kind["kind"], kind["default"] or "") for kind in _KIND.finditer(spec)]
        kinds = tuple((kind, text if kind == "O" else _NOT_GIVEN) for kind, text in told)
        return name, Macro(len(kinds), contents[-1], kinds=kinds)
    if found.command == "DeclareMathOperator":
        return name, Macro(0, f"\\operatorname{{{contents[0]}}}")
    if "command" not in found.command.lower():
        return None
    takes = int(options[0]) if options and options[0].strip() in tuple("123456789") else 0
    return name, Macro(takes, contents[0], options[1] if takes and len(options) > 1 else None)


def expanded(text: str, found: Mapping[str, Macro]) -> str:
    """A text with macros written out, within bounds of depth and growth."""
    if not found:
        return text
    names = "|".join(sorted(map(re.escape, found), key=len, reverse=True))
    pattern = re.compile(rf"\\({names})(?![A-Za-z@])")
    limit = max(3 * len(text), 200_000)
    for _ in range(_ROUNDS):
        grown = _expanded_once(text, found, pattern, limit)
        if grown is None or grown == text:
            break
        text = grown
    return text


def _expanded_once(
    text: str, found: Mapping[str, Macro], pattern: re.Pattern[str], limit: int
) -> str | None:
    parts: list[str] = []
    last = size = 0
    for match in pattern.finditer(text):
        if match.start() < last:
            continue
        macro = found[match[1]]
        content, end = macro.content, match.end()
        for number in range(1, macro.takes + 1):
            if macro.kinds:
                given, end = _of_kind(text, end, *macro.kinds[number - 1])
            else:
                given, end = _argument(text, end, macro.default if number == 1 else None)
            content = content.replace(f"#{number}", given)
        content = _chosen(content) if macro.kinds else content
        if macro.takes == 0 and text[end : end + 1] == " " and not content.endswith("}"):
            content += "{}"
        piece = text[last : match.start()] + content
        size += len(piece)
        if size > limit:
            return None
        parts.append(piece)
        last = end
    return "".join((*parts, text[last:]))


def _of_kind(text: str, at: int, kind: str, default: str) -> tuple[str, int]:
    """What a macro is given by xparse's letters: a star, an option or an argument."""
    if kind == "s":
        following = blank_end(text, at)
        return (_STAR, following + 1) if text[following : following + 1] == "*" else ("", at)
    return _argument(text, at, default if kind in "oO" else None)


def _chosen(content: str) -> str:
    """What a macro stands for, by which of its arguments were given."""
    for _ in range(_MOST_CHOICES):
        match = _CHOICE.search(content)
        if match is None:
            break
        given, end = argument(content, match.end())
        holds = given == _STAR if match["asked"] == "Boolean" else given != _NOT_GIVEN
        holds = holds is not (match["asked"] == "NoValue")
        told = ""
        for branch in match["branches"]:
            inside, end = argument(content, end)
            told = inside if holds is (branch == "T") else told
        content = content[: match.start()] + told + content[end:]
    return content


def _argument(text: str, at: int, default: str | None) -> tuple[str, int]:
    """What a macro is given: in brackets where it has a default, in braces, or one sign."""
    following = blank_end(text, at)
    sign = text[following : following + 1]
    if default is not None:
        end = option_end(text, following) if sign == "[" else -1
        return (text[following + 1 : end - 1], end) if end > 0 else (default, at)
    if sign == "{":
        return argument(text, at)
    if sign == "\\":
        name = _NAME.match(text, following)
        return (name[0], name.end()) if name else ("", at)
    if not sign or sign in "}&$" or "\n\n" in text[at:following]:
        return "", at
    return sign, following + 1
