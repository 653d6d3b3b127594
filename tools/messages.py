"""Which texts the catalogues must have: ``python -m tools.messages`` brings them up to date.

Found are the texts in calls of `domain.messages` and `i18n.speech`, in templates as well, and those
that tables and errors hold. A new text gets an empty translation, which the tests then ask for; one
that is gone is dropped.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from domain.errors import PapercrierError
from handlers.commands import COMMANDS
from i18n.catalogues import CATALOGUES, DOMAIN
from topics.catalogue import catalogue as ready_topics

_ROOT: Final = Path(__file__).parent.parent
_PACKAGES: Final = (
    *("domain", "topics", "storage", "papers", "summaries", "digests", "intake", "app"),
    *("composing", "handlers", "scheduler", "web", "bot"),
)
_KEYWORDS: Final[dict[str, tuple[int, ...] | None]] = {
    "phrase": None,
    "styled": None,
    "marked": None,
    "sentence": None,
    "counted": (1, 2),
    "plural": (1, 2),
}
_WIDTH: Final = 100
_HEADER: Final = r"""# Papercrier in another language; `make messages` keeps it up to date.
msgid ""
msgstr ""
"Project-Id-Version: papercrier\n"
"Language: {language}\n"
"Plural-Forms: {plural_forms}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""

Text = str | tuple[str, ...]


def messages() -> Iterator[tuple[Text, str]]:
    """Every text that Papercrier says, with its file; some stand in several files."""
    for package in _PACKAGES:
        for path in sorted((_ROOT / package).rglob("*.py")):
            place = path.relative_to(_ROOT).as_posix()
            for _, message, _, _ in extract_from_file(calls, path, keywords=_KEYWORDS):
                yield message, place
    yield from _of_templates()
    for command in COMMANDS:
        yield command.summary, "handlers/commands.py"
        for parameter in command.parameters:
            yield parameter.meaning, "handlers/commands.py"
    for error in sorted(set(_kinds_of(PapercrierError)), key=lambda kind: kind.__name__):
        yield (error.__doc__ or "").strip(), f"{error.__module__.replace('.', '/')}.py"
    for topic in ready_topics():
        yield topic.field, "topics/catalogue.toml"


def _of_templates() -> Iterator[tuple[Text, str]]:
    for path in sorted((_ROOT / "web" / "templates").glob("*.html")):
        place = path.relative_to(_ROOT).as_posix()
        with path.open("rb") as file:
            for _, name, found, _ in babel_extract(file, tuple(_KEYWORDS), (), {}):
                one, *others = found if isinstance(found, tuple) else (found,)
                if one is not None:
                    yield (one, str(others[0])) if name == "plural" else one, place


def calls(
    file: Any, keywords: Collection[str], comment_tags: object, options: object
) -> Iterator[Any]:
    """A Babel extraction method that also sees a call within another's arguments."""
    for node in ast.walk(ast.parse(file.read())):
        match node:
            case ast.Call(func=ast.Name(id=name), args=arguments) if name in keywords:
                yield node.lineno, name, tuple(map(_literal, arguments)), []


def _literal(argument: ast.expr) -> str | None:
    match argument:
        case ast.Constant(value=str(text)):
            return text
    return None


def template() -> Catalog:
    """The texts as a catalogue without translations."""
    texts = Catalog()
    for message, place in messages():
        known = texts.get(message if isinstance(message, str) else message[0])
        is_new = known is None or place not in {at for at, _ in known.locations}
        texts.add(message, locations=[(place, 0)] if is_new else ())
    return texts


def catalogues() -> dict[str, Path]:
    """The catalogue of each language that has one."""
    return {path.parent.parent.name: path for path in sorted(CATALOGUES.glob(f"*/*/{DOMAIN}.po"))}


def update(language: str, path: Path) -> None:
    """Give a catalogue the texts that the container says now; it keeps the translations it has."""
    with path.open("rb") as file:
        texts = read_po(file, locale=language)
    texts.update(template(), no_fuzzy_matching=True, update_creation_date=False)
    texts.obsolete.clear()
    with path.open("wb") as file:
        file.write(_HEADER.format(language=language, plural_forms=texts.plural_forms).encode())
        write_po(file, texts, width=_WIDTH, sort_by_file=True, omit_header=True)


def _kinds_of(error: type[PapercrierError]) -> Iterator[type[PapercrierError]]:
    if error.__module__.startswith(("domain.", "app.", "handlers.")):
        yield error
    for kind in error.__subclasses__():
        yield from _kinds_of(kind)


if __name__ == "__main__":
    for found, file in catalogues().items():
        update(found, file)
