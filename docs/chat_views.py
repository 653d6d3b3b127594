"""What a real run of Papercrier shows to people in each chat, on the strict servers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from sample_arxiv import NOW, WITH_FORMULAS, write_sample

Json = dict[str, Any]

ROOT: Final = Path(__file__).resolve().parent.parent
SHARED: Final = ROOT.parent / "shared"
KIT: Final = SHARED / "chat_servers"
PAPER: Final = "2611.99004"
LIKE: Final = "2611.99001"
QUESTION: Final = "what do the bounds assume?"
_PATIENCE: Final = 60


@dataclass(frozen=True, slots=True)
class View:
    """What is seen at one place: its name, and the messages there as the kit tells them."""

    name: str
    messages: tuple[Json, ...]


@contextmanager
def stage_with_sample(folder: Path) -> Iterator[Any]:
    """The strict servers, and a process on them whose arXiv has the sample's papers."""
    sys.path.append(str(KIT))
    harness = import_module("harness")
    options = write_sample(folder, SHARED / "arxiv")
    with harness.Stage(arxiv_options=options, work_dir=folder) as stage:
        env = {"PAPERCRIER_NOW": NOW, "PAPERCRIER_ARXIV_INTERVAL": "0"}
        stage.start_bot([sys.executable, "-m", "bot", "run"], cwd=ROOT, env=env)
        yield stage


class InTelegram:
    """Somebody in Telegram, who looks at each view once."""

    def __init__(self, stage: Any) -> None:
        """Args: stage has the process running on it."""
        self._telegram = stage.telegram
        self._chat = stage.telegram.new_private("Olga", "en")

    def views(self) -> Iterator[View]:
        """All that is worth a picture, in the order in which a newcomer meets it."""
        yield View("First steps", self._ask("/start"))
        yield View("A topic followed", self._ask("/subscribe diffusion models"))
        self._ask("/subscribe gaussian splatting")
        self._ask("/subscribe quantum error correction")
        (digest,) = self._ask("/digest")
        yield View("The morning", (digest,))
        yield View("One paper", self._ask(f"/summarize {WITH_FORMULAS}"))
        yield View("Its figures", self._ask(f"/summarize {WITH_FORMULAS} figures"))
        yield View("Evidence", self._ask(f"/evidence {WITH_FORMULAS}"))
        yield View("A question", self._ask(f"/ask {WITH_FORMULAS} {QUESTION}"))
        yield View("Similar papers", self._ask(f"/similar {LIKE}"))
        yield View("Side by side", self._ask(f"/compare {LIKE} {PAPER}"))
        yield View("Search", self._ask("/search diffusion"))
        yield View("Settings", self._ask("/settings"))
        yield View("Help", self._ask("/help"))
        self._like(digest)
        yield View("Saved", self._ask("/saved"))
        yield View("Profile", self._ask("/profile"))
        yield View("In another chat, by @", (self._inline(),))
        yield View("In a group", self._in_group())

    def _ask(self, text: str, chat: int = 0, **more: Any) -> tuple[Json, ...]:
        chat = chat or self._chat
        self._telegram.say(chat, text, **more)
        return tuple(self._telegram.wait_settled(chat, timeout=_PATIENCE))

    def _like(self, digest: Json) -> None:
        for label in ("Save", "More like this"):
            self._telegram.wait_answer(self._telegram.press(self._chat, digest, label))
        for number in (1, 2, 9, 10):
            self._ask(f"/save 2611.99{number:03}")
        self._ask("/more 2611.99009")
        self._ask("/less 2611.99019")

    def _inline(self) -> Json:
        (card,) = self._telegram.inline(self._telegram.private, PAPER, timeout=_PATIENCE)
        return {**card, **card["input_message_content"]}

    def _in_group(self) -> tuple[Json, ...]:
        group = self._telegram.new_group()
        return self._ask(f"@test_bot {PAPER}?", group, user=self._telegram.private, force=True)


class InDiscord:
    """Somebody in Discord, who looks at each view once."""

    def __init__(self, stage: Any) -> None:
        """Args: stage has the process running on it."""
        self._discord = stage.discord
        self._dm = stage.discord.dm("alice")

    def views(self) -> Iterator[View]:
        """All that is worth a picture, in the order in which a newcomer meets it."""
        yield View("First steps", (self._ask("start"),))
        yield View("A topic followed", (self._ask("subscribe", topic="diffusion models"),))
        self._ask("subscribe", topic="gaussian splatting")
        self._ask("subscribe", topic="quantum error correction")
        yield View("The morning", (self._ask("digest"),))
        yield View("One paper", (self._ask("summarize", paper=WITH_FORMULAS),))
        figures = self._ask("summarize", paper=f"{WITH_FORMULAS} figures")
        yield View("Its figures", (figures,))
        yield View("Evidence", (self._ask("evidence", paper=WITH_FORMULAS),))
        yield View("A question", (self._ask("ask", question=f"{WITH_FORMULAS} {QUESTION}"),))
        yield View("Similar papers", (self._ask("similar", paper=LIKE),))
        yield View("Side by side", (self._ask("compare", papers=f"{LIKE} {PAPER}"),))
        yield View("Search", (self._ask("search", query="diffusion"),))
        yield View("Settings", (self._ask("settings"),))
        yield View("Help", (self._ask("help"),))
        for number in (1, 2, 9, 10):
            self._ask("save", paper=f"2611.99{number:03}")
        self._ask("more", paper="2611.99009")
        yield View("Saved", (self._ask("saved"),))
        yield View("Profile", (self._ask("profile"),))
        asked = self._discord.slash("general", "alice", "summarize", paper=PAPER)
        yield View("In a server", (self._answer(asked),))

    def _ask(self, command: str, **options: Any) -> Json:
        return self._answer(self._discord.slash(self._dm, "alice", command, **options))

    def _answer(self, asked: Json) -> Json:
        def is_done(message: Json) -> bool:
            return not message["content"].startswith("⏳")

        reply: Json = self._discord.wait_reply(asked, is_done, timeout=_PATIENCE)
        return reply
