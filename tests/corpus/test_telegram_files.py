"""The whole process on a strict Telegram: figures of papers, exports and imports."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.corpus.chat_kit import WITH_A_FIGURE, WITH_FIGURES, relicensed
from tests.corpus.telegram_stage import Harness, Message, staged

LICENCE: Final = "http://creativecommons.org/licenses/by/4.0/"


@pytest.fixture(scope="module")
def running(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """One process, before an arXiv where both papers' figures may be shown."""
    options = relicensed(shared, tmp_path_factory.mktemp("records"), WITH_FIGURES)
    with staged(shared, enforce_limits=True, arxiv_options=options) as stage:
        yield Harness(stage)


@pytest.fixture
def harness(running: Harness) -> Iterator[Harness]:
    """The process; nothing may be refused meanwhile."""
    yield running
    assert running.stage.complaints() == {}


def pictures(harness: Harness, chat: int) -> list[Message]:
    """The photos of the last answer; they come after its text, and all at once."""
    harness.telegram.wait_message(chat, lambda message: "photo" in message, timeout=20)
    since = harness.telegram._since[chat]
    return [one for one in harness.telegram.messages(chat, since=since) if "photo" in one]


def plain(harness: Harness, chat: int) -> int:
    """A chat that wants plain messages, which have their photos beside them."""
    harness.ask(chat, "/plain on")
    return chat


def test_several_figures_are_an_album(harness: Harness) -> None:
    """Of 2 to 10 photos, each with a caption that says whose it is and under which licence.

    The paper's page tells the licence, so nobody has to press for them.
    """
    chat = plain(harness, harness.telegram.new_private())
    harness.ask(chat, f"/summarize {WITH_FIGURES}", "extracted from the")
    album = pictures(harness, chat)
    assert 2 <= len(album) <= 10
    assert len({one["media_group_id"] for one in album}) == 1
    for photo in album:
        assert "CC BY 4.0" in photo["caption"]
        (_, licence) = (e["url"] for e in photo["caption_entities"] if e["type"] == "text_link")
        assert licence == LICENCE
        _, image = harness.telegram.download(photo)
        assert image[:2] in (b"\x89P", b"\xff\xd8")


def test_several_figures_are_shown_in_the_card(harness: Harness) -> None:
    """One after another, with a caption that says whose they are and under which licence."""
    chat = harness.telegram.new_private()
    card = harness.ask(chat, f"/summarize {WITH_FIGURES} figures", "CiteSee")
    (shown,) = (one for one in card["rich_message"]["blocks"] if one["type"] == "slideshow")
    assert 2 <= len(shown["blocks"]) <= 20
    assert LICENCE in {link["url"] for link in card["kit"]["rich"]["links"]}
    for block in shown["blocks"]:
        _, image = harness.telegram.download(block)
        assert image[:2] in (b"\x89P", b"\xff\xd8")


def test_a_figure_is_uploaded_once(harness: Harness) -> None:
    """Whoever asks for it later, and however often the process starts anew."""
    telegram = harness.telegram
    line = f"/summarize {WITH_FIGURES} figures"
    harness.ask(telegram.new_private(), line, "CiteSee")
    harness.bot.restart()
    harness.ask(telegram.new_private(), line, "CiteSee")
    first, *_, last = (
        one["params"]
        for one in telegram.calls("sendRichMessage")
        if "slideshow" in str(one["params"]["rich_message"])
    )
    assert "attach://" in str(first["rich_message"])
    assert "attach://" not in str(last["rich_message"])


def test_one_figure_is_a_photo(harness: Harness) -> None:
    """With its caption."""
    chat = plain(harness, harness.telegram.new_private())
    harness.ask(chat, f"/summarize {WITH_A_FIGURE} figures", "Summarization")
    (photo,) = pictures(harness, chat)
    assert "media_group_id" not in photo
    assert photo["caption"].startswith("Figure 1.")


def test_in_a_forum_figures_go_to_the_thread(harness: Harness) -> None:
    """As the card does."""
    telegram = harness.telegram
    thread = telegram.forum_topics[0]
    harness.ask(telegram.forum, "/plain on", thread=thread, user=telegram.private)
    line = f"/summarize {WITH_FIGURES} figures"
    harness.ask(telegram.forum, line, "CiteSee", thread=thread, user=telegram.private)
    album = pictures(harness, telegram.forum)
    assert len(album) > 1
    assert {one["message_thread_id"] for one in album} == {thread}


def test_figures_that_may_not_be_shown(shared: Path) -> None:
    """Those of a paper under arXiv's own licence: there is a link to them instead."""
    with staged(shared) as stage:
        harness = Harness(stage)
        harness.ask(harness.telegram.private, f"/summarize {WITH_FIGURES}", "Figures")
        # Until the end, all that was begun is sent.
        assert harness.bot.stop().code == 0
        for method in ("sendPhoto", "sendMediaGroup"):
            assert stage.telegram.calls(method) == []
        assert stage.complaints() == {}


def test_an_export_is_imported_elsewhere(harness: Harness) -> None:
    """Sent as a file with /import under it, or /import in answer to the file; nothing twice."""
    telegram = harness.telegram
    chat = telegram.new_private()
    for line in ("/subscribe diffusion models", "/subscribe robotics", "/limit 7", "/mute survey"):
        harness.ask(chat, line)
    export = harness.ask(chat, "/export")
    name, content = telegram.download(export)
    assert name == "papercrier.json"
    kept = json.loads(content)
    for is_reply in (False, True):
        other = telegram.new_private()
        said = (
            {"document": export["document"]}
            if is_reply
            else {
                "document": export["document"],
                "caption": "/import",
                "caption_entities": [{"type": "bot_command", "offset": 0, "length": 7}],
            }
        )
        telegram._mark(other)
        sent = telegram.control.post("say", {"chat_id": other, "content": said})["message"]
        if is_reply:
            telegram.say(other, "/import", reply_to=sent["message_id"])
        assert "Imported 2 of 2" in harness.answer(other, "Imported")["text"]
        again = harness.ask(other, "/export")
        taken = json.loads(telegram.download(again)[1])
        assert taken["settings"] == kept["settings"]
        assert [s["query"] for s in taken["subscriptions"]] == [
            s["query"] for s in kept["subscriptions"]
        ]


def test_a_file_that_is_no_export_is_refused(harness: Harness) -> None:
    """A picture, for example."""
    telegram = harness.telegram
    chat = plain(harness, telegram.new_private())
    harness.ask(chat, f"/summarize {WITH_A_FIGURE} figures", "Summarization")
    picture = pictures(harness, chat)[0]["photo"][-1]
    telegram._mark(chat)
    said = {"document": {**picture, "file_name": "papercrier.json"}, "caption": "/import"}
    telegram.control.post("say", {"chat_id": chat, "content": said})
    assert "no text" in harness.answer(chat, "file")["text"]
