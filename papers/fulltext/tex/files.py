"""A paper's TeX files put together as one text, its authors' own macros written out. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

from domain.errors import UnreadablePaper
from domain.messages import sentence
from papers.fulltext.tex.groups import argument, blank_end, group_end, option_end

_LARGEST: Final = 6_000_000
_DEEPEST: Final = 8
_MOST_INPUTS: Final = 400
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%.*")
_INPUT = re.compile(
    r"\\(?:input|include|subfile|subimport\s*\{[^{}]*\}|import\s*\{[^{}]*\})(?![A-Za-z])\s*"
    r"(?:\{([^{}]{1,200}+)\}|([\w./-]{1,200}))"
)
_BEGINS = re.compile(r"\\document(?:class|style)")
_MAIN_NAMES: Final = ("main", "ms", "paper", "article", "arxiv", "root")
_NEW = re.compile(
    r"\\(?:re)?(?:newcommand|providecommand)\*?\s*(?:\{\s*\\([A-Za-z]+)\s*\}|\\([A-Za-z]+))|"
    r"\\(?:g|e|x)?def\s*\\([A-Za-z]+)\s*((?:#\d)*)(?=\{)|"
    r"\\DeclareMathOperator\*?\s*+(?:\{\s*+)?\\([A-Za-z]+)\s*\}?"
)
_MOST_MACROS: Final = 800
_LONGEST_MACRO: Final = 600
_ROUNDS: Final = 4
_KEPT: Final = frozenset(
    {
        "section", "subsection", "subsubsection", "paragraph", "caption", "label", "ref",
        "cite", "citep", "citet", "begin", "end", "item", "footnote", "includegraphics",
        "input", "include", "title", "author", "abstract", "maketitle", "document",
        "bibliography", "appendix",
    }
)  # fmt: skip


def document(files: Mapping[str, bytes]) -> str:
    """The body of a paper's TeX, with files put in their places and macros written out.

    Raises:
        UnreadablePaper: there is no TeX among the files.
    """
    texts = {name: _text(content) for name, content in files.items() if _is_tex(name)}
    whole = _with_inputs(_main(texts), texts)
    start = re.search(r"\\begin\s*\{document\}", whole)
    preamble, body = (whole[: start.start()], whole[start.end() :]) if start else ("", whole)
    end = re.search(r"\\end\s*\{document\}", body)
    if end:
        body = body[: end.start()]
    macros = _macros(preamble) | _macros(body)
    return expanded(_front(preamble) + without_definitions(body), macros)


def _front(preamble: str) -> str:
    """The abstract of papers that put it before the document."""
    match = re.search(r"\\begin\s*\{abstract\}.*?\\end\s*\{abstract\}", preamble, re.DOTALL)
    if match:
        return f"{match[0]}\n"
    match = re.search(r"\\abstract\s*(?=\{)", preamble)
    if match:
        words, _ = argument(preamble, match.end())
        return f"\\begin{{abstract}}{words}\\end{{abstract}}\n"
    return ""


def _is_tex(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in (".tex", ".ltx", ".latex", ".txt", "")


def _text(content: bytes) -> str:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    kept = [line for line in text.split("\n") if not line.lstrip().startswith("%")]
    text = _COMMENT.sub(r"\1", "\n".join(kept))
    for name in ("comment", "filecontents", "filecontents*"):
        if f"{{{name}}}" in text:
            text = re.sub(
                rf"\\begin\s*\{{{re.escape(name)}\}}.*?\\end\s*\{{{re.escape(name)}\}}",
                "",
                text,
                flags=re.DOTALL,
            )
    return text


def _main(texts: Mapping[str, str]) -> str:
    """The file that the others are put into."""
    able = [name for name, text in texts.items() if _BEGINS.search(text)]
    able = [name for name in able if "\\begin{document}" in texts[name]] or able
    if not able:
        able = [name for name, text in texts.items() if "\\begin{document}" in text]
    if not able:
        plain_tex = [name for name, text in texts.items() if "\\" in text and len(text) > 400]
        if not plain_tex:
            raise UnreadablePaper(sentence("The paper's source has no TeX."))
        able = plain_tex

    def rank(name: str) -> tuple[bool, bool, int]:
        path = PurePosixPath(name)
        known = path.stem.lower() in _MAIN_NAMES
        return known, len(path.parts) == 1, len(texts[name])

    return max(able, key=rank)


def _with_inputs(main: str, texts: Mapping[str, str]) -> str:
    budget = [_MOST_INPUTS, _LARGEST]
    return _put_in(texts[main], texts, PurePosixPath(main).parent, budget, 0)


def _put_in(
    text: str, texts: Mapping[str, str], folder: PurePosixPath, budget: list[int], depth: int
) -> str:
    budget[1] -= len(text)
    if budget[1] < 0:
        raise UnreadablePaper(
            sentence("The paper's TeX files put together are larger than a paper.")
        )
    if depth > _DEEPEST:
        return ""

    def put(match: re.Match[str]) -> str:
        budget[0] -= 1
        name = (match[1] or match[2]).strip().strip("\"' ")
        found = _find(name, texts, folder)
        if found is None or budget[0] < 0:
            return ""
        return f"\n{_put_in(texts[found], texts, folder, budget, depth + 1)}\n"

    return _INPUT.sub(put, text)


def _find(name: str, texts: Mapping[str, str], folder: PurePosixPath) -> str | None:
    for path in (PurePosixPath(name), folder / name):
        for wanted in (str(path), f"{path}.tex"):
            if wanted in texts:
                return wanted
    ends = [own for own in texts if own.endswith((f"/{name}", f"/{name}.tex"))]
    return ends[0] if ends else None


def _macros(text: str) -> dict[str, tuple[int, str]]:
    """The macros that a text defines: how many arguments each takes, and what it stands for."""
    found: dict[str, tuple[int, str]] = {}
    for match in _NEW.finditer(text):
        name = match[1] or match[2] or match[3] or match[5]
        count = (match[4] or "").count("#")
        at = blank_end(text, match.end())
        while text[at : at + 1] == "[":
            end = option_end(text, at)
            if end < 0:
                break
            inside = text[at + 1 : end - 1].strip()
            count = int(inside) if inside.isdigit() and len(inside) == 1 else count
            at = blank_end(text, end)
        end = group_end(text, at) if text[at : at + 1] == "{" else -1
        if end < 0 or name in _KEPT or len(found) >= _MOST_MACROS:
            continue
        content = text[at + 1 : end - 1]
        if len(content) <= _LONGEST_MACRO and f"\\{name}" not in content:
            found[name] = (count, content)
    return found


def without_definitions(text: str) -> str:
    """A text without the definitions of macros and environments in it."""
    pattern = re.compile(
        r"\\(?:(?:re)?new(?:command|environment)|providecommand|newtheorem|DeclareMathOperator|"
        r"[gex]?def|let|newif|newcounter|setlength|setcounter|addtocounter|addtolength|"
        r"newlength|definecolor|hypersetup|usepackage|geometry)(?![A-Za-z])\*?"
    )
    parts: list[str] = []
    last = 0
    for match in pattern.finditer(text):
        if match.start() < last:
            continue
        parts.append(text[last : match.start()])
        last = _definition_end(text, match.end())
    return "".join((*parts, text[last:]))


def _definition_end(text: str, at: int) -> int:
    """Behind all names, options and groups of a definition."""
    for _ in range(8):
        following = blank_end(text, at)
        sign = text[following : following + 1]
        if sign == "\\":
            match = re.compile(r"\\(?:[A-Za-z]+|.)[\s=]*(?:#\d)*", re.DOTALL).match(text, following)
            end = match.end() if match else -1
        elif sign == "{":
            end = group_end(text, following)
        elif sign == "[":
            end = option_end(text, following)
        else:
            return at
        if end < 0:
            return at
        if sign == "\\" and at != following and "\n\n" in text[at:following]:
            return at
        at = end
    return at


def expanded(text: str, macros: Mapping[str, tuple[int, str]]) -> str:
    """A text with macros written out, within bounds of depth and growth."""
    if not macros:
        return text
    names = "|".join(sorted(map(re.escape, macros), key=len, reverse=True))
    pattern = re.compile(rf"\\({names})(?![A-Za-z])")
    limit = max(3 * len(text), 200_000)
    for _ in range(_ROUNDS):
        grown = _expanded_once(text, macros, pattern, limit)
        if grown is None or grown == text:
            break
        text = grown
    return text


def _expanded_once(
    text: str, macros: Mapping[str, tuple[int, str]], pattern: re.Pattern[str], limit: int
) -> str | None:
    parts: list[str] = []
    last = size = 0
    for match in pattern.finditer(text):
        if match.start() < last:
            continue
        count, content = macros[match[1]]
        end = match.end()
        for number in range(1, count + 1):
            given, end = argument(text, end)
            content = content.replace(f"#{number}", given)
        if count == 0 and text[end : end + 1] == " ":
            content += "{}"
        piece = text[last : match.start()] + content
        size += len(piece)
        if size > limit:
            return None
        parts.append(piece)
        last = end
    return "".join((*parts, text[last:]))
