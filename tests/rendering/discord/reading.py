"""What Discord's clients make of a message: a second opinion, by their rules and not by ours.

The clients read Markdown by rules in a fixed order, each tried where the one before ended
(simple-markdown, https://github.com/ariabuckles/simple-markdown, with Discord's own rules as
https://github.com/brussell98/discord-markdown has them). Here each rule is tried before every
character, so that what is found is all that any client could find and more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tests.rendering.chat_letters import Letter, seen

_PINGS: Final = re.compile(r"@everyone|@here|<@[!&]?\d+>")
"""What Discord's servers find in a text, whatever stands around it."""

_INVITES: Final = re.compile(
    r"discord(?:(?:app)?\.com/invite|\.gg(?:/invite)?|\.new)/[\w-]|discord://", re.IGNORECASE
)
_TARGETS: Final = re.compile(r"\]\(https?://[^\s()]*\)")
"""Addresses of links, which name nobody; whose they are is for the caller to check."""

_BLOCK_RULES: Final = {
    "quote": re.compile(r" *>>> +(?P<in>[\s\S]*)|(?P<lines>(?: *> +[^\n]*(?:\n|$))+)"),
    "heading": re.compile(r" *#{1,3}\s+(?P<in>[^\n]+?)#*\s*(?:\n|$)"),
    "small": re.compile(r" *-#\s+(?P<in>[^\n]+?)\s*(?:\n|$)"),
    "list": re.compile(r" *(?:[*+-]|\d+\.) (?P<in>[^\n]+)"),
}
"""Tried at the beginning of a line only."""

_RULES: Final = {
    "fence": re.compile(r"```(?:[\w+\-.#]+\n)?\n*(?P<in>[^\n][\s\S]*?)\n*```"),
    "escape": re.compile(r"\\(?P<in>[^0-9A-Za-z\s])"),
    "mark": re.compile(
        r"<\#\d+>|</[^>\n]+:\d+>|<t:-?\d+(?::\w)?>|<a?:\w+:\d+>|<id:\w+>|:[A-Za-z0-9_]+:(?!//)"
    ),
    "address": re.compile(
        r"<?(?P<in>(?:https?|steam|ftp|tel|mailto):/{0,2}[^\s<>]+)>?", re.IGNORECASE
    ),
    "link": re.compile(
        r"\[(?P<in>(?:\[[^\]]*\]|[^\[\]]|\](?=[^\[]*\]))*)\]"
        r"\(\s*<?(?P<to>(?:\([^)]*\)|[^\s\\]|\\.)*?)>?(?:\s+['\"][\s\S]*?['\"])?\s*\)"
    ),
    "strong": re.compile(r"\*\*(?P<in>(?:\\[\s\S]|[^\\])+?)\*\*(?!\*)"),
    "underlined": re.compile(r"__(?P<in>(?:\\[\s\S]|[^\\])+?)__(?!_)"),
    "emphasis": re.compile(
        r"_(?P<under>(?:__|\\[\s\S]|[^\\_])+?)_\b"
        r"|\*(?=\S)(?P<in>(?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)"
    ),
    "struck": re.compile(r"~~(?P<in>[\s\S]+?)~~(?!_)"),
    "code": re.compile(r"(?P<ticks>`+)(?P<in>[\s\S]*?[^`])(?P=ticks)(?!`)"),
    "spoiler": re.compile(r"\|\|(?P<in>[\s\S]+?)\|\|"),
}
_FIRST: Final = frozenset("\\`<:[*_~|hHsSfFtTmM")
"""What the rules within a line begin with."""

_NEVER_OURS: Final = ("list", "mark", "underlined", "spoiler")


def read_markdown(text: str) -> list[Letter]:
    """The letters of a text; fails where something in it does what we never do."""
    check_raw(text)
    return list(_read(text, ""))


def check_raw(text: str) -> None:
    """Nothing in a text, be it Markdown or not, is a ping or an invitation by itself."""
    for pattern in (_PINGS, _INVITES):
        found = pattern.search(_TARGETS.sub("]", text))
        assert not found, f"{found[0]!r} is read by Discord"


def _read(text: str, link: str, *, begins: bool = True) -> Iterator[Letter]:
    place = 0
    while place < len(text):
        at_line = begins if place == 0 else text[place - 1] == "\n"
        if not at_line and text[place] not in _FIRST:
            yield from seen(text[place], link)
            place += 1
            continue
        rules = {**(_BLOCK_RULES if at_line else {}), **_RULES}
        found = ((name, rule.match(text, place)) for name, rule in rules.items())
        name, match = next(((n, m) for n, m in found if m and m[0]), ("", None))
        if match is None:
            yield from seen(text[place], link)
            place += 1
            continue
        assert name not in _NEVER_OURS, f"{name}: {match[0]!r}"
        yield from _inside(name, match, link)
        place = match.end()


def _inside(name: str, match: re.Match[str], link: str) -> Iterator[Letter]:
    groups = match.groupdict()
    if name == "quote" and groups["lines"]:
        inner = re.sub(r"^ *> ?", "", groups["lines"], flags=re.MULTILINE)
        yield from _read(inner, link)
    elif name == "link":
        assert not link, f"a link in a link: {match[0]!r}"
        yield from _read(match["in"], match["to"], begins=False)
    elif name in ("escape", "code", "fence"):
        yield from seen(match["in"], link)
    elif name == "address":
        assert not link, f"an address in a link: {match[0]!r}"
        yield from seen(match["in"], match["in"])
    else:
        inner = groups["in"] or groups.get("under") or ""
        yield from _read(inner, link, begins=name == "quote")
