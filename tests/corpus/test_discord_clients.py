"""The whole process on a strict Discord: files, figures, and wherever a person takes the bot."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.chat_kit import WITH_A_FIGURE, WITH_FIGURES, relicensed
from tests.corpus.discord_clients import Clients, among_friends, installed_by_the_person
from tests.corpus.discord_stage import answer, labels, staged, start, text_of

PAPER = "2403.04634"
TITLE = "Pix2Gif"


@pytest.fixture(scope="module")
def clients(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clients]:
    """A process on a stage where papers' figures may be shown, and what people use it with."""
    options = relicensed(shared, tmp_path_factory.mktemp("records"), WITH_FIGURES)
    with staged(shared, arxiv_options=options) as stage, Clients(stage).open() as made:
        bot = start(stage, PAPERCRIER_DISCORD_GATEWAY_URL=made.url)
        yield made
        assert bot.stop(30).code == 0
        assert "Traceback" not in bot.logs()


@pytest.fixture
def stage(clients: Clients) -> Iterator[Any]:
    """The stage; after every scenario nothing was refused, nothing late, no limit met."""
    yield clients.stage
    assert clients.stage.complaints() == {}


def test_a_message_that_names_a_paper(stage: Any, clients: Clients) -> None:
    """By "Summarize paper" in its menu: a card, a choice, or that there is none."""
    said = stage.discord.say("general", f"Look, https://arxiv.org/pdf/{PAPER}v1 !", user="boris")
    assert TITLE in text_of(answer(stage, clients.summarize_message("general", said)))
    said = stage.discord.say("general", f"{PAPER} or arXiv:{WITH_FIGURES}?", user="boris")
    choice = answer(stage, clients.summarize_message("general", said))
    assert choice["kit"]["only_for"] == stage.discord.user("alice")
    assert len(labels(choice)) == 2
    card = answer(stage, stage.discord.press("general", choice, labels(choice)[0]))
    assert TITLE in text_of(card)
    said = stage.discord.say("general", "@everyone lunch?", user="boris")
    none = answer(stage, clients.summarize_message("general", said))
    assert "names no paper" in text_of(none)
    assert none["kit"]["only_for"] == stage.discord.user("alice")


@pytest.mark.parametrize("where", [installed_by_the_person, among_friends])
def test_a_person_takes_the_bot_along(stage: Any, clients: Clients, where: Any) -> None:
    """Papers are explained there; topics and settings are those of the private chat."""
    discord = stage.discord
    card = answer(stage, clients.slash(where, "general", "boris", "summarize", paper=PAPER))
    assert TITLE in text_of(card)
    assert card["kit"]["only_for"] == discord.user("boris"), "others read along"
    evidence = answer(stage, clients.press(where, "general", card, "Evidence", "boris"))
    assert TITLE in text_of(evidence)

    topic = "gaussian splatting"
    asked = clients.slash(where, "general", "alice", "subscribe", topic=topic)
    followed = answer(stage, asked)
    assert "Following" in text_of(followed)
    dm = discord.dm("alice")
    assert "splatting" in text_of(answer(stage, discord.slash(dm, "alice", "subscriptions")))
    assert "splatting" not in text_of(
        answer(stage, discord.slash("general", "alice", "subscriptions"))
    )
    news = discord.channel("news")
    asked = clients.slash(where, "general", "alice", "subscribe", topic=topic, channel=news)
    refused = answer(stage, asked)
    assert "only be chosen on a server" in text_of(refused)
    answer(stage, discord.slash(dm, "alice", "forgetme", sure="yes"))


def test_figures_come_when_asked_for(stage: Any) -> None:
    """As files, each with its caption, within Discord's ten."""
    for paper, fewest in ((WITH_FIGURES, 2), (WITH_A_FIGURE, 1)):
        asked = stage.discord.slash("random", "alice", "summarize", paper=f"{paper} figures")
        # What a layout shows is in no list of files.
        shown = stage.discord.wait_reply(asked, lambda m: m["kit"].get("uploads"), timeout=30)
        assert shown["attachments"] == []
        files = stage.discord.download(shown)
        assert fewest <= len(files) <= 10
        assert all(content[:2] in (b"\x89P", b"\xff\xd8") for _, content in files)
        assert text_of(shown).count("CC BY 4.0") == len(files)
        assert "Figure 1" in text_of(shown)


def test_an_export_is_imported_elsewhere(stage: Any, clients: Clients) -> None:
    """From one channel to another, as a file."""
    discord = stage.discord
    for name, options in (
        ("subscribe", {"topic": "diffusion models"}),
        ("limit", {"value": 7}),
        ("mute", {"word": "survey"}),
    ):
        answer(stage, discord.slash("general", "alice", name, **options))
    export = answer(stage, discord.slash("general", "alice", "export"))
    kept = json.loads(discord.download(export)[0][1])
    imported = answer(stage, clients.import_file("random", export["attachments"][0]))
    assert "Imported 1 of 1" in text_of(imported)
    again = answer(stage, discord.slash("random", "alice", "export"))
    taken = json.loads(discord.download(again)[0][1])
    assert taken["settings"] == kept["settings"]
    assert [s["query"] for s in taken["subscriptions"]] == [
        s["query"] for s in kept["subscriptions"]
    ]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ({"size": 10**9}, "too large"),
        ({"url": "http://127.0.0.1:9/none"}, "cannot be read"),
    ],
)
def test_a_file_that_is_no_export_is_refused(
    stage: Any, clients: Clients, file: dict[str, Any], said: str
) -> None:
    """In a sentence, to the person alone."""
    url = f"{stage.discord.url}/attachments/1/2/none.json"
    attachment = {"id": "2", "filename": "none.json", "size": 10, "url": url, "proxy_url": url}
    refused = answer(stage, clients.import_file("general", {**attachment, **file}))
    assert said in text_of(refused)
    assert refused["kit"]["only_for"] == stage.discord.user("alice")
