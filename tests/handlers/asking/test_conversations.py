"""/ask: questions that name a paper or none, and that go on from the one before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.fair_use.allowances import QUESTIONS, UsedUp
from domain.chats import ChatRef
from domain.documents import Button, Buttons, Document
from domain.errors import InputError
from domain.identifiers import PaperId
from domain.requests import Request
from handlers.asking.questions import AskedQuestion, is_question, read_question
from handlers.dispatch import dispatch
from tests.handlers.asking.lantern_container import lantern_container
from tests.handlers.greek import words_of
from tests.summaries.questions.lanterns import PAPER

HERE = ChatRef("telegram", "5")
BASE = PAPER.id.base


def asked(argument: str, chat: ChatRef = HERE, command: str = "ask") -> Request:
    """A question of somebody in a private chat."""
    return Request(chat, "8", command, argument)


def buttons(document: Document) -> list[Button]:
    """All buttons, in order."""
    rows = (block.rows for block in document.walk() if isinstance(block, Buttons))
    return [button for some in rows for row in some for button in row]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (f"{BASE} how many?", AskedQuestion("how many?", (PaperId(BASE),))),
        (f"how many are in https://arxiv.org/abs/{BASE}v1",
         AskedQuestion("how many are in", (PaperId(BASE, 1),))),
        ("how many?", AskedQuestion("how many?")),
        (BASE, AskedQuestion("", (PaperId(BASE),))),
        (f"{BASE} 2403.00001 why?", AskedQuestion("why?", (PaperId(BASE), PaperId("2403.00001")))),
        (f"{BASE},2403.00001: why?", AskedQuestion("why?", (PaperId(BASE), PaperId("2403.00001")))),
        (f"{BASE}：用了什么方法？", AskedQuestion("用了什么方法？", (PaperId(BASE),))),
        (f"{BASE}v2用了GPU吗？", AskedQuestion("用了 GPU 吗？", (PaperId(BASE, 2),))),
        (f"{BASE} 用了GPU吗？", AskedQuestion("用了GPU吗？", (PaperId(BASE),))),
        (f"{BASE} better than 2403.00001?",
         AskedQuestion("better than 2403.00001?", (PaperId(BASE),))),
        (f"{BASE} was wrong", AskedQuestion("", (PaperId(BASE),), was_wrong=True)),
    ],
)  # fmt: skip
def test_what_is_read(text: str, meant: AskedQuestion) -> None:
    """The paper stands first, or anywhere; several first are a choice."""
    assert read_question(text) == meant


@pytest.mark.parametrize("text", ["?!", "", "42"])
def test_what_is_no_question(text: str) -> None:
    """It says how to ask."""
    with pytest.raises(InputError, match="question is missing"):
        read_question(text)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("how many parameters", True), ("ok?", True), ("多少参数？", True), ("thanks", False),
     ("however it is", False), ("??", False), ("what a day", True)],
)  # fmt: skip
def test_what_looks_like_a_question(text: str, is_one: bool) -> None:
    """By its mark, or its first word."""
    assert is_question(text) is is_one


async def test_a_conversation_goes_on_after_a_restart(tmp_path: Path) -> None:
    """For a day, in its own chat; then it is asked which paper is meant."""
    async with lantern_container(tmp_path) as services:
        first = await dispatch(services, asked(f"{BASE} what recall on gravel?"))
        assert "gravel 0.97" in " ".join(_quoted(first))
    async with lantern_container(tmp_path) as services:
        document = await dispatch(services, asked("and on cobbles?"))
        assert document.title == PAPER.title
        assert "cobbles 0.91" in " ".join(_quoted(document))
        elsewhere = ChatRef("telegram", "5", "31")
        with pytest.raises(InputError, match=r"/ask 2403\.04634 and on cobbles"):
            await dispatch(services, asked("and on cobbles?", elsewhere))
    async with lantern_container(tmp_path, now="2024-03-09T07:00:00") as services:
        with pytest.raises(InputError, match="which paper"):
            await dispatch(services, asked("and on cobbles?"))


async def test_a_question_goes_on_from_the_last_that_was_answered(tmp_path: Path) -> None:
    """Not from one that the paper did not answer; else it is taken by itself."""
    beyond = f"{BASE} which telescope saw the supernova?"
    async with lantern_container(tmp_path) as services:
        await dispatch(services, asked(beyond))
        own = await dispatch(services, asked("and how many parameters has it?"))
        assert "12,400 parameters" in " ".join(_quoted(own))
        await dispatch(services, asked(f"{BASE} what recall on gravel?"))
    async with lantern_container(tmp_path) as services:
        refused = await dispatch(services, asked(beyond))
        assert "The paper does not say." in " ".join(words_of(refused))
        document = await dispatch(services, asked("and where?"))
        assert "cobbles 0.91" in " ".join(_quoted(document))
        own = await dispatch(services, asked("and how much energy is saved by them?"))
        assert "41 %" in " ".join(_quoted(own))
        refused = await dispatch(services, asked("and which telescope?"))
        assert "The paper does not say." in " ".join(words_of(refused))


async def test_what_goes_on_needs_no_command_in_private(tmp_path: Path) -> None:
    """Where something was asked before; elsewhere it is asked what is meant by it."""
    group = ChatRef("telegram", "-100")
    async with lantern_container(tmp_path) as services:
        before = await dispatch(services, typed("and on cobbles?"))
        assert "what shall I do with it?" in " ".join(words_of(before))
        for chat in (HERE, group):
            await dispatch(services, asked(f"{BASE} what recall on gravel?", chat))
        document = await dispatch(services, typed("and on cobbles?"))
        assert "cobbles 0.91" in " ".join(_quoted(document))
        other = await dispatch(services, typed("quiet lanterns?"))
        assert "what shall I do with it?" in " ".join(words_of(other))
        with pytest.raises(InputError, match="neither a command nor a paper"):
            await dispatch(
                services, replace(typed("and on cobbles?"), chat=group, is_private=False)
            )


def typed(text: str) -> Request:
    """What somebody just types in a private chat."""
    return asked(text, command="")


async def test_a_question_without_a_paper_asks_which(tmp_path: Path) -> None:
    """Those asked about lately, as buttons that ask the same."""
    async with lantern_container(tmp_path) as services:
        await dispatch(services, asked(f"{BASE} how many parameters?"))
        document = await dispatch(services, asked("how much energy is saved by lanterns?"))
        (button,) = buttons(document)
        assert PAPER.title.startswith(button.label.removesuffix("…"))
        assert PAPER.title in words_of(document)
        told = await dispatch(services, asked(button.command.removeprefix("/ask ")))
        assert "41 %" in " ".join(_quoted(told))
        several = await dispatch(services, asked(f"{BASE} 2403.00001 why so?"))
        assert [b.command for b in buttons(several)] == [
            f"/ask {BASE} why so?", "/ask 2403.00001 why so?",
            f"/ask all {BASE} 2403.00001 why so?",
        ]  # fmt: skip


async def test_a_paper_without_a_question_asks_what(tmp_path: Path) -> None:
    """In a chat, by a message to reply to; the paper stands in it."""
    async with lantern_container(tmp_path) as services:
        document = await dispatch(services, asked(BASE))
        assert document.title == PAPER.title
        assert "Reply to this message" in " ".join(words_of(document))


async def test_an_answer_offers_what_comes_next(tmp_path: Path) -> None:
    """More questions, the paper, and to say that it is wrong, which is counted."""
    async with lantern_container(tmp_path) as services:
        document = await dispatch(services, asked(f"{BASE} how many parameters?"))
        offered = {button.label: button for button in buttons(document)}
        assert offered["Ask more"].command == f"/ask {PAPER.id}"
        assert offered["The section"].url.startswith(f"{PAPER.id.html_url}#:~:text=")
        wrong = offered["Wrong?"].command.removeprefix("/ask ")
        await dispatch(services, asked(wrong))
        assert services.daily.since_start["questions"] == 1
        assert services.daily.since_start["wrong"] == 1


async def test_refused_with_the_nearest_passage(tmp_path: Path) -> None:
    """In a sentence; a question about the world is none about the paper."""
    async with lantern_container(tmp_path) as services:
        document = await dispatch(services, asked(f"{BASE} which telescope saw the supernova?"))
        assert "The paper does not say." in " ".join(words_of(document))


async def test_questions_are_counted_and_forgotten(tmp_path: Path) -> None:
    """As many as one person may; /export tells them, /forgetme deletes them."""
    async with lantern_container(tmp_path) as services:
        await dispatch(services, asked(f"{BASE} how many parameters?"))
        exported = await dispatch(services, asked("", command="export"))
        (file,) = exported.blocks
        assert "how many parameters?" in repr(file)
        await dispatch(services, asked("yes", command="forgetme"))
        assert await services.store.turns(HERE) == []
        for _ in range(QUESTIONS.most - 1):
            services.allowances.take("telegram:8", QUESTIONS)
        with pytest.raises(UsedUp):
            await dispatch(services, asked(f"{BASE} how many parameters?"))


def _quoted(document: Document) -> list[str]:
    """What stands in quotes: the paper's passages."""
    spans = (getattr(block, "spans", ()) for block in document.walk())
    return ["".join(span.text for span in some) for some in spans]
