"""/export and /bibtex, as people use them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.fair_use.effort import Effort
from app.tastes import owner
from domain.chats import ChatRef, SavedPaper
from domain.documents import Attachment, Document
from domain.errors import InputError
from handlers.dispatch import dispatch, effort_of
from handlers.exchange.exports import read_export
from rendering.discord.classic import handed_over as on_discord
from rendering.telegram.html import to_telegram
from tests.handlers.greek import asked, greek_container, words_of
from tests.library.parsers import PARSERS

PAPER = "2403.00001"


def file_of(document: Document) -> Attachment:
    """The file that an answer hands over."""
    (file,) = (block for block in document.blocks if isinstance(block, Attachment))
    return file


async def test_what_is_saved_followed_or_named_is_given_out(tmp_path: Path) -> None:
    """In each form, as a file with a name of its own."""
    async with greek_container(tmp_path) as services:
        await dispatch(services, asked("save", PAPER))
        await dispatch(services, asked("save", "2403.00002"))
        await dispatch(services, asked("subscribe", "φανοί"))
        answers = {
            wanted: file_of(await dispatch(services, asked("export", wanted)))
            for wanted in (
                *("bibtex", "ris", "csl", "markdown", "json saved", "opml", "markdown topics"),
                *("json topics", "bibtex digest", "ris 2403.00002", "2403.00002", "csl φανοί"),
            )
        }
        read = PARSERS["pybtex"](answers["bibtex"].text)
        assert {entry.fields["eprint"] for entry in read.values()} == {PAPER, "2403.00002"}
        assert all(entry.authors == ("Άδα Πένα", "Βίων Τανάκης") for entry in read.values())
        assert answers["bibtex"].name == "papercrier-saved.bib"
        assert answers["ris"].text.count("TY  - ") == 2
        assert len(json.loads(answers["csl"].text)) == 2
        assert json.loads(answers["json saved"].text)[0]["paper"]["authors"]
        assert answers["markdown"].text.count("https://arxiv.org/abs/") == 2
        assert "φανοί" in answers["opml"].text
        assert json.loads(answers["json topics"].text)["subscriptions"][0]["query"] == "φανοί"
        assert "eprint = {2403.0" in answers["bibtex digest"].text
        assert (answers["ris 2403.00002"].name, answers["2403.00002"].name) == (
            "papercrier-2403.00002.ris",
            "papercrier-2403.00002.bib",
        )
        whole = file_of(await dispatch(services, asked("export", "json")))
        assert whole == file_of(await dispatch(services, asked("export")))


async def test_one_paper_is_shown_where_it_is_short(tmp_path: Path) -> None:
    """As text to be copied on both platforms; a file where it is long."""
    async with greek_container(tmp_path) as services:
        document = await dispatch(services, asked("bibtex", PAPER))
        assert await effort_of(services, await services.context(asked("bibtex", PAPER)))
    (message,) = to_telegram(document)
    assert message.html.startswith("<pre>@misc{2403.00001,")
    (shown,) = on_discord([file_of(document)])
    assert shown.content.startswith("```\n@misc{2403.00001,")
    long = replace(file_of(document), text="x" * 5_000)
    assert next(on_discord([long])).files
    assert to_telegram(Document(blocks=(long,)))[0].attachment == long
    fenced = replace(long, text="a ``` b")
    assert next(on_discord([fenced])).files


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("word", "it is bibtex, ris, csl, opml, json, markdown"),
        ("bibtex", "You have saved no paper"),
        ("opml", "You follow no topic"),
        ("bibtex topics", "export them as OPML, JSON or Markdown"),
        ("opml saved", "OPML is for topics"),
        ("ris " + " ".join(f"2403.{n:05}" for n in range(1, 22)), "At most 20 papers"),
        ("ris 2403.0001", "digits after the dot"),
    ],
)
async def test_what_cannot_be_given_out_is_told(tmp_path: Path, wanted: str, told: str) -> None:
    """In a sentence that says what can."""
    async with greek_container(tmp_path) as services:
        with pytest.raises(InputError, match=told):
            await dispatch(services, asked("export", wanted))


async def test_nobody_else_sees_what_somebody_saved(tmp_path: Path) -> None:
    """In a group, what is saved is not given out; its topics are."""
    group = replace(asked("export", "bibtex", chat=ChatRef("telegram", "-7")), is_private=False)
    async with greek_container(tmp_path) as services:
        await dispatch(services, asked("save", PAPER))
        with pytest.raises(InputError, match="yours alone"):
            await dispatch(services, group)
        await dispatch(services, replace(group, command="subscribe", argument="φανοί"))
        file = file_of(await dispatch(services, replace(group, argument="opml")))
        assert "φανοί" in file.text


async def test_what_is_lacking_is_asked_of_arxiv(tmp_path: Path) -> None:
    """A saved paper that is kept no more is whole again; what arXiv does not know is counted."""
    async with greek_container(tmp_path) as services:
        context = await services.context(asked("export", "bibtex"))
        for base in ("2403.00001", "2403.09999"):
            saved = SavedPaper(base, "Περί φανών", services.clock.now())
            await services.store.keep_paper(owner(context), saved)
        document = await dispatch(services, asked("export", "bibtex"))
        (entry,) = PARSERS["pybtex"](file_of(document).text).values()
        assert (entry.fields["eprint"], entry.fields["version"]) == ("2403.00001", "1")
        assert "1 paper is not in it" in " ".join(words_of(document))
        context = await services.context(asked("export", "bibtex"))
        assert await effort_of(services, context) is Effort.ASKING
        for wanted in ("opml", ""):
            context = await services.context(asked("export", wanted))
            assert await effort_of(services, context) is Effort.QUICK


def test_json_of_nothing_in_particular_is_all_that_is_kept() -> None:
    """As it was before there were other forms."""
    assert read_export("json") is None
