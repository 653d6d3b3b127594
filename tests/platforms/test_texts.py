"""Every text that the platforms show to people goes through the catalogues."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot.platforms

PLATFORMS = Path(bot.platforms.__file__).parent
TRANSLATED = frozenset(("phrase", "styled", "plural", "marked", "sentence", "counted"))
SHOWN = ("Button", "Heading", "bold", "inline", "italic", "say", "InputError")
"""How functions end whose arguments people read, down to single words."""

FOR_OPERATORS = frozenset(
    (
        *("bots.py", "discord/check.py", "discord/adapter.py", "discord/proxies.py"),
        "supervision.py",
        "discord/socks.py",
        "telegram/check.py",
        *("discord/sending/delivery.py", "telegram/sending/delivery.py"),
        *(
            "telegram/sending/outcomes.py",
            "telegram/sending/rich_calls.py",
            "telegram/sending/polls.py",
            "telegram/polling.py",
            "telegram/webhook.py",
        ),
    )
)
"""Modules whose sentences are for the log and for ``papercrier check``."""

NOT_SHOWN = frozenset(
    (
        " week",
        "last week",
        # What Telegram says.
        "query is too old",
        # Reasons, kept for operators, why a chat gets nothing.
        "I am no longer on that server",
        "I may not write there: ",
        " is missing",
        "the fifteen minutes are over",
        "nobody knows whether it was shown: ",
        "the last try returns",
        "the channel takes no form of it",
        "the forum wants a tag and has none that may be used",
        # Names of what is done beside other things.
        "discord crossposts",
        "update ",
    )
)


FOR_PEOPLE = tuple(
    path
    for path in sorted(PLATFORMS.rglob("*.py"))
    if path.relative_to(PLATFORMS).as_posix() not in FOR_OPERATORS
)


@pytest.mark.parametrize(
    "path",
    FOR_PEOPLE,
    ids=lambda path: path.relative_to(PLATFORMS).as_posix(),
)
def test_every_text_can_be_translated(path: Path) -> None:
    """What looks like words for people can be said in any language, or is named above."""
    assert set(untranslated(path.read_text())) <= NOT_SHOWN


def test_what_is_not_shown_is_still_there() -> None:
    """No exception outlives its text."""
    assert set().union(*(untranslated(path.read_text()) for path in FOR_PEOPLE)) == NOT_SHOWN
    assert all((PLATFORMS / name).is_file() for name in FOR_OPERATORS)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('raise InputError("That is wrong.")', {"That is wrong."}),
        ('Button("Menu", command="/start")', {"Menu"}),
        ('x = f"Only {count} here"', {"Only ", " here"}),
        ('AT_FIRST = "One moment"', {"One moment"}),
        ('def f():\n    """Says a thing."""', set()),
        ('Button(phrase("Menu"), command="/start the bot")', set()),
        ('f"/channel {chat} start the day"', set()),
        ('log.info("standing changed", why=f"it is {so}")', set()),
        ('styled("For {title}", title=bold(kept.title))', set()),
        ('phrase("{word}", word="never seen")', {"never seen"}),
    ],
)
def test_texts_are_told_apart(code: str, found: set[str]) -> None:
    """Words for people from docstrings, lines of the log, commands and translated texts."""
    assert set(untranslated(code)) == found


def untranslated(code: str) -> Iterator[str]:
    """The texts of a module that look like words for people and are not in the catalogues."""
    tree = ast.parse(code)
    settled: set[ast.AST] = set()
    shown: set[ast.AST] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant() as docstring):
                settled.add(docstring)
            case ast.Call(func=ast.Name(id=name), args=arguments) if name in TRANSLATED:
                settled.update(arguments)
            case ast.Call(func=ast.Attribute(value=ast.Name(id="log"))):
                settled.update(ast.walk(node))
            case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_] as parts) if (
                start.startswith("/")
            ):
                settled.update(parts)
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=arguments):
                shown.update(arguments if name.endswith(SHOWN) else ())
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if node not in settled and _has_words(
                text, down_to=1 if node in shown else 2
            ):
                yield text


def _has_words(text: str, *, down_to: int) -> bool:
    """Whether a text has so many words, and is no command."""
    words = [word for word in text.split() if any(map(str.isalpha, word))]
    is_part = down_to == 2 and len(words) == 1 and text != text.strip()
    return not text.startswith("/") and (len(words) >= down_to or is_part)
