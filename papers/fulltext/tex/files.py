"""A paper's TeX files put together as one text, its authors' own macros written out. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

from domain.errors import UnreadablePaper
from domain.messages import sentence
from papers.fulltext.tex.citations import with_cited_names
from papers.fulltext.tex.conditionals import printed
from papers.fulltext.tex.conditions import Known
from papers.fulltext.tex.definitions import macros, without_definitions, without_macros
from papers.fulltext.tex.expansion import expanded
from papers.fulltext.tex.groups import argument
from papers.fulltext.tex.meanings import one_meaning_each
from papers.fulltext.tex.numbering import numbering_told
from papers.fulltext.tex.printed_text import PERCENT, as_printed
from papers.fulltext.tex.readme import IGNORED, TOPLEVEL, usages

TEX_SUFFIXES: Final = frozenset({".tex", ".ltx", ".latex", ".txt", ".def", ".inc", ".mac", ""})
_LARGEST: Final = 6_000_000
_DEEPEST: Final = 8
_MOST_INPUTS: Final = 400
_LARGEST_STYLE: Final = 200_000
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%.*")
_INPUT = re.compile(
    r"\\(?P<how>input|include|subfile|subimport|import|subincludefrom|includefrom|subinputfrom|"
    r"inputfrom|InputIfFileExists|loadglsentries)(?![A-Za-z])\*?\s*"
    r"(?:\{(?P<braced>[^{}]{0,200}+)\}\s*(?:\{(?P<second>[^{}]{1,200}+)\})?|(?P<bare>[\w./-]{1,200}))"
)
_FOLDERED: Final = frozenset(
    {"subimport", "import", "subincludefrom", "includefrom", "subinputfrom", "inputfrom"}
)
_VERB = re.compile(r"\\verb\*?(?P<bar>[|+!/=\"])[^\n]{0,200}?(?P=bar)")
_END_INPUT = re.compile(r"\\endinput(?![A-Za-z])")
_BEGINS = re.compile(r"\\document(?:class|style)")
_CLASS = re.compile(r"\\document(?:class|style)\s*+(?:\[[^\]]{0,200}+\]\s*+)?+\{\s*+([\w./-]++)")
_STYLES = re.compile(
    r"\\(?:usepackage|RequirePackage|documentclass|documentstyle|LoadClass|input)\s*+"
    r"(?:\[[^\]]{0,200}+\]\s*+)?+\{([^{}]{1,200}+)\}"
)
_MAIN_NAMES: Final = ("main", "ms", "paper", "article", "arxiv", "root")
_NOT_MAIN = re.compile(
    r"(?:^|[_\W\d])(?:suppl\w*|si|sm|esm|appendix|rebuttal|response\w*|repl(?:y|ies)|referees?|"
    r"cover|diff|old|backup|poster|slides|talk|template|sample|example|readme)(?:$|[_\W\d])",
    re.IGNORECASE,
)
_PARTS: Final = frozenset({"standalone", "subfiles", "beamer", "letter"})
_HIDES = re.compile(
    r"\\(?:excludecomment|excludeversion)\s*\{([A-Za-z*]{1,40})\}|"
    r"\\newenvironment\s*\{([A-Za-z*]{1,40})\}\s*\{\s*\\comment\s*\}|"
    r"\\(?:Ren|N)ewEnviron\s*\{([A-Za-z*]{1,40})\}\s*(?:\[[^\[\]]{0,20}\]\s*){0,2}"
    r"\{(?:[^{}\\]|\\(?!BODY)|\{[^{}]{0,80}\}){0,200}\}"
)
_XCOMMENT = re.compile(
    r"\\begin\s*\{xcomment\}\s*\{(?P<names>[^{}]{0,200})\}(?P<inside>.*?)\\end\s*\{xcomment\}",
    re.DOTALL,
)
_SWITCHES = re.compile(
    r"\\(?:newcommand|def|renewcommand|providecommand)\*?\s*+(?:\{\s*+)?+\\([A-Za-z]++)\s*+"
    r"(?:\}\s*+)?+\{\s*+(\\(?:iffalse|iftrue|fi|else))\s*+\}"
)
_KEPT: Final = frozenset(
    {
        "section", "subsection", "subsubsection", "paragraph", "caption", "label", "ref",
        "cite", "citep", "citet", "begin", "end", "item", "footnote", "includegraphics",
        "input", "include", "title", "author", "abstract", "maketitle", "document",
        "bibliography", "appendix", "thefigure", "thetable", "figurename", "tablename", "date",
        "and", "par", "centering", "textbf", "textit", "emph", "mathbb", "mathcal", "frac",
    }
)  # fmt: skip


def document(files: Mapping[str, bytes]) -> str:
    """The body of a paper's TeX, with files put in their places and macros written out.

    What is not printed, as conditionals, comments and marks of changes tell it, is not in it.

    Raises:
        UnreadablePaper: there is no TeX among the files.
    """
    texts = {name: _text(content) for name, content in files.items() if _is_tex(name)}
    known = Known()
    whole = _with_inputs(_main(texts, files), texts)
    styles = _styles(whole, files)
    printed(styles, known)
    whole = one_meaning_each(_decided(whole, known))
    start = re.search(r"\\begin\s*\{document\}", whole)
    preamble, body = (whole[: start.start()], whole[start.end() :]) if start else ("", whole)
    end = re.search(r"\\end\s*\{document\}", body)
    if end:
        body = body[: end.start()]
    found = macros(styles, _KEPT, simple=True)
    found |= macros(preamble, _KEPT) | macros(body, _KEPT)
    found = {name: replace(one, content=_marked(one.content)) for name, one in found.items()}
    told = numbering_told(without_macros(preamble)) + _front(preamble)
    told += numbering_told(without_macros(body), keep=True)
    told = printed(expanded(without_definitions(told), found), known)
    return as_printed(with_cited_names(told, files), preamble)


def _marked(content: str) -> str:
    """What a macro stands for, with what it says of numbers as marks."""
    is_of_numbers = "\\the" in content or "counter" in content
    return numbering_told(content, keep=True) if is_of_numbers else content


def _decided(text: str, known: Known) -> str:
    """A text without what its conditionals and environments of comments hide."""
    for match in list(_SWITCHES.finditer(text))[:20]:
        start, end = match.span()
        text = text[:start] + " " * (end - start) + text[end:]
        stands_for = match[2].replace("\\", r"\\") + " "
        text = re.sub(rf"\\{match[1]}(?![A-Za-z@])", stands_for, text)
    text = printed(text, known)
    hidden = {match[1] or match[2] or match[3] for match in _HIDES.finditer(text)}
    for name in sorted(hidden)[:20]:
        text = _without_environment(text, name)
    return _XCOMMENT.sub(_shown_alone, text) if "{xcomment}" in text else text


def _shown_alone(match: re.Match[str]) -> str:
    """What xcomment prints: the environments that it names, and nothing else."""
    names = "|".join(re.escape(name.strip()) for name in match["names"].split(",") if name.strip())
    if not names:
        return ""
    shown = re.finditer(
        rf"\\begin\s*\{{(?P<name>{names})\}}.*?\\end\s*\{{(?P=name)\}}", match["inside"], re.DOTALL
    )
    return "\n\n".join(one[0] for one in shown)


def _without_environment(text: str, name: str) -> str:
    """A text without the environments of a name, which do not nest."""
    escaped = re.escape(name)
    parts: list[str] = []
    last = 0
    end = re.compile(rf"\\end\s*\{{{escaped}\}}")
    for match in re.finditer(rf"\\begin\s*\{{{escaped}\}}", text):
        if match.start() < last:
            continue
        parts.append(text[last : match.start()])
        closing = end.search(text, match.end())
        last = closing.end() if closing else len(text)
    return "".join((*parts, text[last:]))


def _styles(whole: str, files: Mapping[str, bytes]) -> str:
    """The style and class files of the archive that a paper uses."""
    used = {
        PurePosixPath(name.strip()).name
        for match in _STYLES.finditer(whole)
        for name in match[1].split(",")
    }
    found = (
        _text(content[:_LARGEST_STYLE])
        for name, content in files.items()
        if PurePosixPath(name).suffix in (".sty", ".cls", ".clo")
        and (PurePosixPath(name).stem in used or PurePosixPath(name).name in used)
    )
    return "\n".join(found)


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
    return PurePosixPath(name).suffix.lower() in TEX_SUFFIXES


def _text(content: bytes) -> str:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if "\\verb" in text:
        text = _VERB.sub(lambda match: match[0].replace("%", PERCENT), text)
    kept = [line for line in text.split("\n") if not line.lstrip().startswith("%")]
    text = _COMMENT.sub(r"\1", "\n".join(kept))
    for name in ("comment", "filecontents", "filecontents*"):
        if f"{{{name}}}" in text:
            text = _without_environment(text, name)
    return text


def _main(texts: Mapping[str, str], files: Mapping[str, bytes]) -> str:
    """The file that the others are put into: as the archive says, else by what looks like it."""
    told = usages(files)
    toplevel = [name for name, usage in told if usage == TOPLEVEL and name in texts]
    if toplevel:
        return toplevel[0]
    left_out = {name for name, usage in told if usage == IGNORED}
    texts = {name: text for name, text in texts.items() if name not in left_out} or texts
    able = [name for name, text in texts.items() if _BEGINS.search(text)]
    able = [name for name in able if "\\begin{document}" in texts[name]] or able
    if not able:
        able = [name for name, text in texts.items() if "\\begin{document}" in text]
    if not able:
        able = [name for name, text in texts.items() if "\\" in text and len(text) > 400]
    if not able:
        raise UnreadablePaper(sentence("The paper's source has no TeX."))
    ignored = {name for name, content in files.items() if b"%auto-ignore" in content[:80]}

    def rank(name: str) -> tuple[bool, bool, bool, bool, int]:
        path, text = PurePosixPath(name), texts[name]
        kind = _CLASS.search(text)
        is_part = bool(kind and kind[1] in _PARTS) or name in ignored
        is_other = is_part or _NOT_MAIN.search(path.stem) is not None
        has_abstract = "abstract" in text.casefold()
        known = path.stem.lower() in _MAIN_NAMES
        return not is_other, known or has_abstract, known, len(path.parts) == 1, len(text)

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
    if depth:
        end = _END_INPUT.search(text)
        text = _inside(text[: end.start()] if end else text)

    def put(match: re.Match[str]) -> str:
        budget[0] -= 1
        name = (match["braced"] if match["bare"] is None else match["bare"]).strip().strip("\"' ")
        rest = f"{{{match['second']}}}" if match["second"] else ""
        inside = folder
        if match["how"] in _FOLDERED and match["second"]:
            inside = folder / name if match["how"].startswith("sub") else PurePosixPath(name)
            name, rest = match["second"].strip(), ""
        elif match["how"] == "InputIfFileExists":
            rest = ""
        found = _find(name, texts, inside) if name else None
        if found is None or budget[0] < 0:
            return rest
        return f"\n{_put_in(texts[found], texts, inside, budget, depth + 1)}\n{rest}"

    return _INPUT.sub(put, text)


def _inside(text: str) -> str:
    """What a file brings that is put into another: of one that is a document itself, its body."""
    _, begins, body = text.partition("\\begin{document}")
    return body.partition("\\end{document}")[0] if begins else text


def _find(name: str, texts: Mapping[str, str], folder: PurePosixPath) -> str | None:
    for path in (folder / name, PurePosixPath(name)):
        for wanted in (str(path), f"{path}.tex"):
            if wanted in texts:
                return wanted
    ends = [own for own in texts if own.endswith((f"/{name}", f"/{name}.tex"))]
    return ends[0] if ends else None
