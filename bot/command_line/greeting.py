"""What the console says first: what this is, what to try, and what a digest looks like."""

from __future__ import annotations

from textwrap import fill
from typing import Final

from app.digesting import AskedDigest, make_digest
from app.services import Services
from bot.command_line.sampling import sampled
from bot.command_line.surface import show
from bot.container import open_container
from bot.settings import Settings
from composing.pages import digest_document
from composing.standing import standing
from domain.chats import ChatRef, Detail
from domain.requests import Request
from handlers.greeting import WHAT_IT_IS
from handlers.languages import speaking_for

HERE: Final = ChatRef("console", "local")
_WIDTH: Final = 88
_LINES: Final = 6
_TOPIC: Final = "diffusion models"

_REAL: Final = "2403.04634"
_INVENTED: Final = "sample/0000001"
"""The first of the papers that `--sample` invents: no other can be looked up there."""


def greeting(*, sample: bool) -> str:
    """What this is and three things to try, each of which works where it is shown."""
    lines = (
        fill(f"Papercrier. {WHAT_IT_IS}", _WIDTH),
        "",
        "Three things to try:",
        f"  /subscribe {_TOPIC}   follow a topic",
        "  /digest cat:cs.CL             what was announced last",
        f"  {'/summarize ' + (_INVENTED if sample else _REAL):<29} have a paper explained",
        "",
        fill(
            "This is the console; /help lists the commands, Tab completes them. To serve chats, "
            "`papercrier setup` asks for a token of Telegram (from @BotFather) or Discord (from "
            "its developer portal); `papercrier check` says what is set up.",
            _WIDTH,
        ),
    )
    return "\n".join(lines)


async def greet(settings: Settings, services: Services) -> None:
    """Greet; whoever is new here is shown the beginning of a digest, too."""
    show(greeting(sample=services.sample))
    followed = await services.store.subscriptions(HERE)
    if followed and not services.sample:
        names = ", ".join(one.topic.label for one in followed)
        show(f"\nYou follow {names}. /digest tells what is new.")
    elif services.sample:
        await _show_beginning(services)
    elif not await services.library.latest_batches():
        async with (
            sampled(settings) as apart,
            open_container(apart, sample=True) as invented,
        ):
            await _show_beginning(invented)


async def _show_beginning(invented: Services) -> None:
    """The beginning of a digest of invented papers."""
    context = await invented.context(Request(HERE, "local", "digest"))
    digest = (await make_digest(invented, context, AskedDigest(topic=_TOPIC))).digest
    with speaking_for(context):
        lines = [digest_document(digest, Detail.HEADLINE).title, *standing(digest)]
        for number, entry in enumerate(digest.entries, 1):
            told = entry.summary.tldr.text if entry.summary else ""
            lines += [f"{number}. {entry.paper.title}", f"   {told}"]
    show("\nThis is how a digest begins, here of invented papers:")
    show("\n".join(f"  {_cut(line)}" for line in lines[:_LINES]))


def _cut(line: str) -> str:
    return line if len(line) < _WIDTH else f"{line[: _WIDTH - 3].rstrip()} …"
