"""LaTeX in titles, abstracts, comments and names, made readable for people.

arXiv's own pages leave mathematics to the reader's browser and resolve accents only; feeds and
the API resolve nothing. What Unicode cannot say stays as its author wrote it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from papers.text.formulas import with_rows
from papers.text.mathsigns import is_name, symbols
from papers.text.mathtext import LONGEST, formula
from papers.text.noted import note
from papers.text.packages import written_out
from papers.text.remnants import without_remnants
from papers.text.styles import ungrouped, unnested

_TOO_LONG: Final = 100_000
_MOST_PASSES: Final = 6
_SPECIAL = re.compile(r"[\\$~`{]|--")

# Every pattern begins with a literal, which lets the engine skip to it; what must stand before is
# asserted behind the literal.

# Stands for a part that no rule may touch. A text that has the character itself keeps it as such
# a part.
_KEPT: Final = "\ue000"
_FORMULA: Final = rf"[^$]{{1,{LONGEST}}}?"
_PARTS = rf"""
    {_KEPT}
    | https?://[^\s{{}}\\$"<>]*
    | \\url\s?\{{(?P<url>[^{{}}]*)\}}
    | \\(?:href|hyperlink)\s?\{{(?P<to>[^{{}}]*)\}}(?:
        \s?\{{(?P<shown>(?:[^{{}}]|\{{[^{{}}]*\}})*)\}})?
    | \\\\(?<!\\\\\\)(?:\\\\)*(?P<break>\s|$)
    | \\\\(?:\w[^\s{{}}$]*)?
    | \\\[(?P<display>.{{1,{LONGEST}}}?)\\\]
    | \\\((?P<inline>.{{1,{LONGEST}}}?)\\\)
    | \$\$(?<!\\\$\$)(?P<double>{_FORMULA})(?<!\\)\$\$
    | \$(?<!\\\$)(?P<sign>\\[A-Za-z]+(?:\{{\w{{1,20}}\}})?|[<>=+-])\$
    | \$(?<!\\\$)(?P<tight>(?!\s){_FORMULA})(?<![\\\s])\$(?!\d)
    | \$(?<!\\\$)(?P<loose>[^$]{{0,{LONGEST}}}?[\\^_][^$]{{0,{LONGEST}}}?)(?<!\\)\$(?!\d)
    | \\ensuremath\s?\{{(?P<ensured>(?:[^{{}}]|\{{[^{{}}]*\}})*)\}}
"""
_PART = re.compile(_PARTS, re.VERBOSE)
# Addresses without scheme and Windows paths may begin with any letter, which is slow to look for.
_PART_OR_PATH = re.compile(
    rf"""
    {_PARTS}
    | \b(?:[\w-]{{1,63}}\.){{1,5}}[a-z]{{2,10}}/[^\s{{}}\\$"<>]*
    | (?<![A-Za-z])[A-Za-z]:\\[^\s{{}}$]*
    """,
    re.VERBOSE,
)
_HINTS_AT_PATH = re.compile(r"\.[a-z]{2,10}/|:\\")

_ACCENTS: Final = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304",
    ".": "\u0307", "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328",
    "r": "\u030a", "d": "\u0323", "b": "\u0331",
}  # fmt: skip
_CONTRACTION = re.compile(r"\\'(?<=[A-Za-z]\\')(?=(?:s|t|re|ll|ve|m|d)(?![A-Za-z]))")
_ACCENT_FORM: Final = r"""
    \\(?:(?P<sign>["'`^~=.])\s?|(?P<letter>[uvHckrdb])(?=\{|\\[ij](?![A-Za-z]))|(?P<spaced>[vcHk])\s)
    (?:\{\s?(?P<braced>\\?[^\W\d_])\s?\}|(?P<dotless>\\[ij])(?![A-Za-z])\s?|(?P<plain>[^\W\d_]))
"""
_ACCENT = re.compile(_ACCENT_FORM, re.VERBOSE)
_GROUPED_ACCENT = re.compile(rf"\{{{_ACCENT_FORM}\}}", re.VERBOSE)
_SYMBOL = re.compile(r"\\(?P<name>[A-Za-z]+)(?:\{\}|(?P<gap>\s)?)")
_GROUPED_SYMBOL = re.compile(r"\{\\(?P<name>[A-Za-z]+)(?P<gap>)\s?\}")
_MACRO_BEFORE = re.compile(r"\\[A-Za-z]{1,20}\Z")
_WORD_LETTERS: Final = frozenset(
    {
        "o",
        "O",
        "l",
        "L",
        "ss",
        "ae",
        "AE",
        "oe",
        "OE",
        "aa",
        "AA",
        "i",
        "j",
        "dh",
        "DH",
        "th",
        "TH",
        "DJ",
        "dj",
        "ng",
        "NG",
        "eth",
    }
)
_SHORT: Final = frozenset({"in", "mu", "nu", "xi", "pi", "to", "le", "ge", "Pi", "Xi", "pm", "mp"})
_WORDS: Final = {
    "LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX", "ie": "i.e.", "eg": "e.g.", "etc": "etc.",
    "textasciitilde": "~", "textbackslash": "\\", "textasciicircum": "^", "textunderscore": "_",
    "lq": "‘", "rq": "’", "deg": "°", "S": "§", "P": "¶", "copyright": "©", "pounds": "£",
    "newline": " ", "xspace": "", "quad": " ", "textquotesingle": "'", "textless": "<",
    "textgreater": ">", "textbar": "|", "aka": "a.k.a.", "ours": "ours",
    "ourmodel": "our model", "ourmethod": "our method", "ourapproach": "our approach",
}  # fmt: skip
_BARE_SCRIPT = re.compile(r"[\^_]\{(?<=[\w)\]'∑∏∫+][\^_]\{)(?P<inside>[^{}$\\]{1,40})\}")
_PROTECTED = re.compile(r"\{\{(?P<double>[A-Za-z])\}\}|\{(?P<capital>[A-Z])\}(?=[a-z])")
_GROUPED_SIGN = re.compile(r"\{,\}(?<=\d\{,\})(?=\d)|\{\}(?<=[^\W\d_]\{\})")
_CUT_OFF = re.compile(
    r"\\(?:footnote(?:\[\d*\])?|url|(?:href|textcolor)(?:\s?\{[^{}]*\})?|emph|textbf|textit|texttt"
    r"|underline|keywords)"
    r"\s?\{(?:[^{}]|\{[^{}]*\})*+\Z"
)
"""Where a text ends within a macro's argument, as those do that were cut to a length."""

_ESCAPED = re.compile(r"\\([&%#_$])")
_SPACING = re.compile(r"\\[ ,;:]")
_NOTHING = re.compile(r"\\(?:-(?<=[\w-]\\-)(?=\w)|/(?<=\w\\/)|@(?<=\.\\@))")
_BRACE = re.compile(r"\\([{}])")

_DOUBLE_QUOTED = re.compile(r"``(?<!```)(?!`)(?P<text>[^`]{1,300}?)(?:''|(?<=\S)\")")
_SINGLE_QUOTED = re.compile(r"`(?<![`\w]`)(?=\w)(?P<text>[^`'’]{1,80}?)(?<=[\w.,!?)])'(?!['\w])")
_EM_DASH = re.compile(r"---(?<![-<!]---)(?![->])")
_EN_DASH = re.compile(rf"--(?:(?<=[\w)\].,%”’{_KEPT}]--)(?![->])|(?<=\s--)(?=\s))")
_TIE = re.compile(
    rf"~(?:(?<=[\w.,;:)\]}}{_KEPT}]~)(?<!\d~)(?=[\w\\(\[{{{_KEPT}])(?![A-Z]\()"
    r"|(?<=\d~)(?=[A-Za-z\\]))"
)


def readable(text: str) -> str:
    """The text with LaTeX turned into Unicode where Unicode has the form; the rest as written.

    White space becomes single blanks. Prices, backslashes in paths, lone braces and percent signs
    are no LaTeX and stay. What has been made readable once does not change again.
    """
    plain = " ".join(text.split())
    if len(plain) > _TOO_LONG:
        return plain
    # What one rule makes, another may read: two passes do for all but contrived texts.
    mended = plain
    for _ in range(_MOST_PASSES):
        if not _SPECIAL.search(mended):
            return mended or plain
        before, mended = mended, _pass(mended)
        if mended == before:
            return mended or plain
    return plain


def _pass(text: str) -> str:
    kept: list[str] = []
    if _CUT_OFF.search(text):
        text += "}"
    text = unnested(written_out(text))

    def keep(match: re.Match[str]) -> str:
        kept.append(_kept_form(match))
        return _KEPT

    part = _PART_OR_PATH if _HINTS_AT_PATH.search(text) else _PART
    mended = _prose(part.sub(keep, text))
    parts = iter(kept)
    return " ".join(re.sub(_KEPT, lambda _: next(parts), mended).split())


def _kept_form(match: re.Match[str]) -> str:
    """What a part that the rules for prose must not touch is written as."""
    whole = match[0]
    for group in ("display", "inline", "double", "sign", "tight", "loose", "ensured"):
        content = match[group]
        if content is not None:
            link = _PART.fullmatch(content.strip())
            if link is not None and (link["url"] or link["to"]):
                return _kept_form(link)
            written = formula(with_rows(content))
            return note(written, content) if written else _with_own_macros(content) or whole
    if match["url"] is not None:
        return _address(match["url"])
    if match["to"] is not None:
        return _linked(_address(match["to"]), ungrouped(match["shown"] or ""))
    return " " if match["break"] is not None else whole


def _with_own_macros(content: str) -> str:
    """A formula in which its author's own macros stay; empty where that reads no better."""
    written = formula(content, own_macros=True) or ""
    return written if written != content and _prose(written) == written else ""


def _address(written: str) -> str:
    """A web address as typed in TeX, with the escapes that TeX needs taken out."""
    return re.sub(r"\\([&%#_~$])(?:\{\})?", r"\1", written).strip()


def _linked(address: str, shown: str) -> str:
    """A link's words with its address, which is all that is left where they say nothing."""
    words = _address(shown)
    said = re.sub(r"^https?://|/$", "", words)
    if not said or said in address or re.fullmatch(r"this \w+ url", words, re.IGNORECASE):
        return address
    return f"{words} ({address})" if address else words


def _prose(text: str) -> str:
    """Everything but links and formulas."""
    if "\\" in text:
        text = without_remnants(text)
        text = _CONTRACTION.sub("'", text)
        text = _ACCENT.sub(_accented, _GROUPED_ACCENT.sub(_accented, text))
        text = _SYMBOL.sub(_symbol, _GROUPED_SYMBOL.sub(_grouped_symbol, text))
        text = _ESCAPED.sub(r"\1", text)
        text = _SPACING.sub(" ", text)
        text = _NOTHING.sub("", text)
        text = ungrouped(text)
        text = _BRACE.sub(r"\1", text)
    if "{" in text:
        text = _BARE_SCRIPT.sub(lambda match: formula(match[0]) or match[0], text)
        text = _PROTECTED.sub(lambda match: match["double"] or match["capital"], text)
        text = _GROUPED_SIGN.sub(lambda match: match[0].strip("{}"), text)
    text = _DOUBLE_QUOTED.sub(r"“\g<text>”", text)
    text = _SINGLE_QUOTED.sub(r"‘\g<text>’", text)
    text = _TIE.sub(" ", text)
    return _EN_DASH.sub("–", _EM_DASH.sub("—", text))


def _accented(match: re.Match[str]) -> str:
    """A letter with its accent, if there is such a letter."""
    base = (match["braced"] or match["dotless"] or match["plain"]).lstrip("\\")
    accent = _ACCENTS[match["sign"] or match["letter"] or match["spaced"]]
    letter = unicodedata.normalize("NFC", base + accent)
    return letter if len(letter) == 1 else match[0]


def _symbol(match: re.Match[str]) -> str:
    name, gap = match["name"], match["gap"] or ""
    if name.startswith("text") or name in _WORD_LETTERS:
        gap = ""
    if name in _WORDS:
        return _WORDS[name] + gap
    if name in _WORD_LETTERS:
        return symbols()[name]
    if len(name) > 2 or name in _SHORT:
        sign = symbols().get(name)
        if sign is not None:
            return sign + gap
    return name + gap if is_name(name) else match[0]


def _grouped_symbol(match: re.Match[str]) -> str:
    """A symbol without its braces, unless these are what a macro's argument stands in."""
    sign = _symbol(match)
    is_argument = _MACRO_BEFORE.search(match.string[max(match.start() - 24, 0) : match.start()])
    return f"{{{sign}}}" if is_argument and sign != match[0] else sign
