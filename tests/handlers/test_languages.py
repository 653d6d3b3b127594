"""Tests of the interface's languages: the catalogues, and who is spoken to in which."""

from __future__ import annotations

import ast
import asyncio
import itertools
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message as Entry
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from structlog.testing import capture_logs

from bot.platforms.answering import answered
from domain.chats import ChatRef
from domain.documents import Document, bold, inline
from domain.errors import NothingToSummarize, PapercrierError
from domain.messages import ENGLISH, Message, Speech, Value, sentence
from domain.papers import Batch
from handlers.command import Command
from handlers.commands import COMMANDS
from handlers.dispatch import dispatch
from handlers.languages import localized
from i18n.catalogues import speech_of, spoken_languages
from i18n.speech import listed, number, phrase, plural, speaking, spoken, styled
from intake import calendar, silence
from intake.states import Decider
from tests.fakes.paper_source import FOR_EVER
from tests.handlers.asked import EVERY_COMMAND
from tests.handlers.greek import (
    CHINESE,
    HERE,
    GreekSource,
    asked,
    greek_container,
    strange,
    words_of,
)
from tools.messages import calls, catalogues, template

ROOT = Path(__file__).parent.parent.parent
_EXAMPLES = re.compile(r'(?:/|cat:|"|hep-|https:|PAPERCRIER_).*')
"""What is typed as it stands, up to the end of the text."""

_SAME = """
Atom BotFather Discord HTML OAI PMH PostScript TeX Telegram XML abstract anthropic channel
google title https mini model openai luna provider pysqlite Python SQLite gpt token Beijing
digest saved PostgreSQL psycopg UTF
"""
_NAMES = frozenset(_SAME.split())
"""Names that are the same in every language."""

FOR_OPERATORS = frozenset(("SettingsError", "SystemExit", "ValueError"))
"""Errors of who sets the container up, and bugs."""

WRONG = (
    ("xyzzy", ""),
    ("abot", ""),
    ("summarize", ""),
    ("pause", "ω"),
    ("help", "ω"),
    ("summarize", "ω"),
    ("summarize", "2413.00001"),
    ("summarize", "2403.09999"),
    ("unsubscribe", "ω"),
    ("why", "2403.00001"),
    ("digest", "ω 2024-13-01"),
    ("digest", "ω 2024-04-01"),
    ("digest", "ω 1980-01-01"),
    ("time", "ω"),
    ("time", "8 ω"),
    ("timezone", "ω"),
    ("detail", "ω"),
    ("limit", "ω"),
    ("mute", "?"),
    ("import", "{}}"),
    ("subscribe", "(ω"),
    ("subscribe", "ω)"),
    ("subscribe", "()"),
    ("subscribe", '"ω'),
    ("subscribe", '"?"'),
    ("subscribe", "-ω"),
    ("subscribe", "ω AND"),
    ("subscribe", "OR ω"),
    ("subscribe", "cat:ω"),
    ("subscribe", "ω " * 300),
    ("subscribe", "?"),
)


# The catalogues.


@pytest.mark.parametrize("language", catalogues())
def test_a_catalogue_has_every_text_and_no_other(language: str) -> None:
    """None is missing, empty, unsure or left over; `make messages` says where to fill them in."""
    with catalogues()[language].open("rb") as file:
        kept = read_po(file, locale=language)
    wanted = {message.id for message in template() if message.id}
    translated = {message.id for message in kept if message.id and all(_forms(message))}
    assert wanted - translated == set()
    assert translated - wanted == set()
    assert [message.id for message in kept if message.id and message.fuzzy] == []
    assert list(kept.obsolete) == []


@pytest.mark.parametrize("language", catalogues())
def test_translations_have_the_same_places_for_values(language: str) -> None:
    """Each value of a text stands in its translation, and no other; all of them can be filled in.

    The number of a plural may be left to its form.
    """
    with catalogues()[language].open("rb") as file:
        kept = read_po(file, locale=language)
    for message in kept:
        if not message.id:
            continue
        texts = (message.id,) if isinstance(message.id, str) else message.id
        wanted = set().union(*map(_places, texts))
        optional = {"number"} if message.pluralizable else set()
        for form in _forms(message):
            assert wanted - optional <= _places(form) <= wanted, form


def test_texts_are_found_within_texts() -> None:
    """A text among the values of another is found, and only what is written out."""
    code = (
        b'phrase("a {x}", x=plural("b", "bs", n), y=styled("c" "d"))\nself.phrase("e")\nphrase(f)'
    )
    keywords: dict[str, tuple[int, ...] | None] = {
        "phrase": None,
        "styled": None,
        "plural": (1, 2),
    }
    found = {message for _, message, _, _ in extract(calls, BytesIO(code), keywords=keywords)}
    assert found == {"a {x}", ("b", "bs"), "cd"}


def _forms(message: Entry) -> tuple[str, ...]:
    forms = message.string or ""
    return (forms,) if isinstance(forms, str) else tuple(forms)


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


# What people see.


async def test_no_english_is_left_in_chinese(tmp_path: Path) -> None:
    """Every command answers in Chinese: no Latin words but names, and those typed as they are."""
    async with greek_container(tmp_path) as services:
        await dispatch(services, asked("language", "zh"))
        for command, argument in EVERY_COMMAND:
            progress: list[Message] = []
            request = asked(command, argument, locale="zh-CN")
            document = await dispatch(services, replace(request, progress=progress.append))
            for text in (*words_of(document), *(one.said(speech_of("zh")) for one in progress)):
                assert not strange(text) - _NAMES, f"/{command} {argument}: {text}"


@pytest.mark.parametrize(("command", "argument"), WRONG)
async def test_errors_are_told_in_chinese(tmp_path: Path, command: str, argument: str) -> None:
    """What is wrong and how to do it right."""
    async with greek_container(tmp_path) as services:
        await dispatch(services, asked("subscribe", "λάδι", locale="zh"))
        if command == "why":
            await dispatch(services, asked("unsubscribe", "all yes"))
        with pytest.raises(PapercrierError) as caught:
            await dispatch(services, asked(command, argument))
    error = caught.value
    chinese = speech_of("zh")
    hint = _EXAMPLES.sub("", error.hint.said(chinese))
    assert CHINESE.search(error.message.said(chinese))
    for text in (error.message.said(chinese), hint):
        assert strange(text) == set(), text


async def test_every_command_answers_in_english(tmp_path: Path) -> None:
    """Where nothing else is known, nobody reads Chinese."""
    async with greek_container(tmp_path) as services:
        for command, argument in EVERY_COMMAND:
            document = await dispatch(services, asked(command, argument))
            said = " ".join(words_of(document)).replace("中文", "")
            assert not CHINESE.search(said), f"/{command} {argument}: {said}"


def test_reasons_of_batches_are_told_in_chinese() -> None:
    """Whatever the intake says of a batch."""
    reasons = set(_reasons())
    assert len(reasons) > 15
    for reason in reasons:
        said = reason.said(speech_of("zh"))
        assert CHINESE.search(said), said
        assert strange(said) == set(), said
        assert "{" not in str(reason) + said


@pytest.mark.parametrize("language", catalogues())
def test_every_message_is_said_in_every_language(language: str) -> None:
    """With Greek values, so that each Latin word is one of ours that was left."""
    left = {
        said: words
        for said in _everything_said(speech_of(language))
        if (words := strange(_EXAMPLES.sub(" ", said)) - _NAMES) or "{" in said
    }
    assert left == {}


def _everything_said(speech: Speech) -> Iterator[str]:
    for entry in template():
        one, many = (entry.id, "") if isinstance(entry.id, str) else entry.id
        places = sorted((_places(one) | _places(many)) - {"number"})
        values: list[tuple[str, Value]] = [(name, "ω") for name in places]
        for count in (1, 2, 5) if many else (1,):
            yield Message(one, (*values, ("number", count)), many).said(speech)


def test_errors_from_below_are_told_in_chinese() -> None:
    """With the errors that they hold in turn."""
    why = sentence("it says {status}", status="503 ω")
    service = sentence("arXiv's site")
    trouble = sentence("{service} is not answering: {why}.", service=service, why=why)
    with speaking(speech_of("zh")):
        assert spoken(trouble) == "arXiv 网站 没有回应：它返回 503 ω。"
        reason = sentence("It could not be read again. {why}", why=trouble)
        assert spoken(reason).endswith(spoken(trouble))
    assert spoken(trouble) == str(trouble) == "arXiv's site is not answering: it says 503 ω."


@pytest.mark.parametrize("package", ["papers", "storage"])
def test_errors_from_below_can_be_translated(package: str) -> None:
    """No error is raised there with a sentence that the catalogues cannot have."""
    for path in sorted((ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Raise(exc=ast.Call(ast.Name(name), [said, *_], more)) if (
                    name not in FOR_OPERATORS
                ):
                    hints = [keyword.value for keyword in more if keyword.arg == "hint"]
                    for text in (said, *hints):
                        is_bare = isinstance(text, ast.JoinedStr | ast.Constant)
                        assert not is_bare, f"{path}:{text.lineno}: {ast.unparse(text)}"


async def test_what_arxiv_does_is_told_in_chinese(tmp_path: Path) -> None:
    """In the answer; the line of the log stays English."""
    async with greek_container(tmp_path) as services:
        source = services.source
        assert isinstance(source, GreekSource)
        source.plans("papers", "down", times=FOR_EVER)
        with capture_logs() as logged:
            request = asked("summarize", "2403.00009", locale="zh")
            answer = await answered(services, request)
        assert answer.is_refusal
        for text in words_of(answer.document):
            assert strange(text) == set(), text
        assert "not answering" in logged[-1]["why"]


def _reasons() -> Iterator[Message]:
    for day, hours in itertools.product(
        ("2024-03-08", "2024-03-09", "2024-03-11", "2023-12-25", "2023-09-01"),
        (-30, -3, 0.2, 1, 30),
    ):
        on = date.fromisoformat(day)
        now = calendar.due_at(on) + timedelta(hours=hours)
        known: list[Batch | None] = [None]
        for before in known[:]:
            decider = Decider(archive="cs", day=on, known=before, now=now)
            seen = [
                decider.by_calendar(),
                decider.empty(),
                decider.not_yet(on - timedelta(1)),
                decider.silent(silence.FEED_AGREES),
                decider.silent(silence.TOLD_TWICE),
                decider.silent(silence.ALL_ELSEWHERE),
                decider.failed(sentence("arXiv is not answering.")),
                decider.unreachable(),
            ]
            again = (
                replace(decider, known=batch).failed(sentence("arXiv is not answering."))
                for batch in seen
            )
            yield from (batch.reason for batch in (*seen, *again) if batch.reason)


# Who is spoken to in which language.


async def test_a_new_chat_follows_the_platform(tmp_path: Path) -> None:
    """Its locale decides, also for what is kept of it from its first subscription on."""
    async with greek_container(tmp_path) as services:
        assert _is_chinese(await dispatch(services, asked("start", locale="zh-Hans")))
        assert not _is_chinese(await dispatch(services, asked("start", locale="en-US")))
        assert not _is_chinese(await dispatch(services, asked("start")))
        await dispatch(services, asked("subscribe", "λάδι", locale="zh_CN"))
        kept = await services.store.chat(HERE)
        assert kept is not None
        assert kept.settings.language == "zh"
        assert _is_chinese(await dispatch(services, asked("start", locale="en")))


async def test_a_chosen_language_wins_over_the_platform(tmp_path: Path) -> None:
    """From the answer to the choice on; /settings shows itself in the new language too."""
    async with greek_container(tmp_path) as services:
        assert _is_chinese(await dispatch(services, asked("language", "中文", locale="en")))
        assert _is_chinese(await dispatch(services, asked("start", locale="en")))
        changed = await dispatch(services, asked("settings", "language en", locale="zh"))
        assert changed.title == "Settings"
        with pytest.raises(PapercrierError, match="There is no command"):
            await dispatch(services, asked("xyzzy", locale="zh"))


async def test_choosing_a_language_says_what_stays(tmp_path: Path) -> None:
    """Summaries stay in the paper's language without a model; an unspoken language is English."""
    async with greek_container(tmp_path) as services:
        chinese = words_of(await dispatch(services, asked("language", "zh")))
        assert any("总结目前仍用论文本身的语言" in text for text in chinese)
        german = words_of(await dispatch(services, asked("language", "de")))
        assert "Your language is Deutsch." in german
        assert "Menus and messages stay in English." in german
        assert (await services.chat(HERE)).settings.language == "de"
        assert words_of(await dispatch(services, asked("start")))[0] == "Papercrier"


async def test_an_unknown_locale_is_english(tmp_path: Path) -> None:
    """Whatever a platform calls it."""
    async with greek_container(tmp_path) as services:
        for locale in ("xx", "../zh", "中文", "", "-", "zhx"):
            assert not _is_chinese(await dispatch(services, asked("start", locale=locale)))


async def test_languages_do_not_mix(tmp_path: Path) -> None:
    """Requests at the same time are each answered in their own language, in threads as well."""
    async with greek_container(tmp_path) as services:
        chats = [ChatRef("telegram", str(number)) for number in range(20)]
        for chat in chats[::2]:
            await dispatch(services, asked("language", "zh", chat=chat))
        answers = await asyncio.gather(
            *(dispatch(services, asked("digest", "φανοί", chat=chat)) for chat in chats)
        )
    assert [_is_chinese(answer) for answer in answers] == [True, False] * 10

    async def in_thread(language: str) -> str:
        with speaking(speech_of(language)):
            await asyncio.sleep(0)
            return await asyncio.to_thread(phrase, "Settings")

    assert await asyncio.gather(*map(in_thread, ("zh", "en", "zh"))) == ["设置", "Settings", "设置"]
    assert phrase("Settings") == "Settings"


async def test_without_the_store_the_locale_decides(tmp_path: Path) -> None:
    """What needs no store is answered without it."""
    async with greek_container(tmp_path) as services:
        await services.store.close()
        assert _is_chinese(await dispatch(services, asked("help", locale="zh")))
        assert not _is_chinese(await dispatch(services, asked("help")))


def _is_chinese(document: Document) -> bool:
    said = "".join(words_of(document)).replace("中文", "")
    return CHINESE.search(said) is not None


# How it is said.


def test_dates_and_numbers_are_those_of_the_language() -> None:
    """By the Unicode CLDR; in English as papers write them."""
    first, last = date(2024, 2, 29), date(2024, 3, 8)
    chinese = speech_of("zh")
    assert chinese.day(last) == "2024年3月8日"
    assert chinese.days(first, last) == "2024年2月29日至3月8日"
    assert (chinese.number(12345), chinese.share(0.8)) == ("12,345", "80%")
    assert ENGLISH.day(last) == "8 March 2024"
    assert ENGLISH.days(first, last) == "29 February – 8 March 2024"
    assert (number(12345), ENGLISH.share(0.8)) == ("12,345", "80%")
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert (listed(["a", "b"]), listed(["a"]), listed([])) == ("a and b", "a", "")
    with speaking(chinese):
        assert listed(["cs", "math", "stat"]) == "cs、math、stat"


def test_plurals_have_the_forms_of_the_language() -> None:
    """English has two, Chinese one."""
    forms = [plural("{number} paper", "{number} papers", count) for count in (0, 1, 2, 1000)]
    assert forms == ["0 papers", "1 paper", "2 papers", "1,000 papers"]
    with speaking(speech_of("zh")):
        assert plural("{number} paper", "{number} papers", 1) == "1 篇论文"


def test_values_keep_their_style_and_their_braces() -> None:
    """A value is never read as a text: what people typed stands as it is."""
    assert phrase("“{text}” is not a date.", text="{0} {x}") == "“{0} {x}” is not a date."
    said = styled("No longer muted: {word}.", word=bold("{x}"))
    assert said == inline("No longer muted: ", bold("{x}"), ".")
    with speaking(speech_of("zh")):
        said = styled("No longer muted: {word}.", word=bold("{x}"))
        assert said == inline("已取消屏蔽：", bold("{x}"), "。")


def test_default_messages_of_errors_are_translated() -> None:
    """An error without a sentence of its own has one in every language."""
    with speaking(speech_of("zh")):
        assert CHINESE.search(spoken(NothingToSummarize().message))
    assert str(NothingToSummarize()).startswith("This paper has no text")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_menus_are_localized(command: Command) -> None:
    """The same command with its descriptions in the language; English where there is none."""
    chinese = localized(command, "zh")
    texts = (chinese.summary, *(parameter.meaning for parameter in chinese.parameters))
    assert all(CHINESE.search(text) for text in texts)
    assert (chinese.usage, chinese.example, chinese.run) == (
        command.usage,
        command.example,
        command.run,
    )
    assert localized(command, "de") == command


def test_spoken_languages_are_those_with_a_catalogue() -> None:
    """And English, which needs none."""
    assert spoken_languages() == ("en", *catalogues())


def test_english_starts_without_babel() -> None:
    """A harness that speaks English neither loads the library nor reads a catalogue."""
    code = """
import sys
from pathlib import Path
import bot.command_line.console
from i18n.catalogues import speech_of
from i18n.speech import phrase, speaking
with speaking(speech_of("en")):
    assert phrase("Settings") == "Settings"
assert "babel" not in sys.modules
assert speech_of("zh").text("Settings") == "设置"
assert "babel" in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=60)
