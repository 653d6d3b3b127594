"""What the members of a group made of papers, as documents: never whose it is."""

from __future__ import annotations

from typing import Final

from app.tastes import ProfileView
from composing.formulas import without_formulas
from digests.members import FEWEST_PEOPLE, Verdict
from digests.personal import FEWEST
from domain.documents import (
    Block,
    Bullets,
    Button,
    Buttons,
    Document,
    Inline,
    Paragraph,
    Span,
    code,
    inline,
    link,
)
from domain.excerpts import excerpt
from domain.identifiers import PaperId
from i18n.speech import listed, number, phrase, plural, styled

_ON_A_BUTTON: Final = 32
_LISTED: Final = 50
_BUTTONS: Final = 10


def liked_here(verdict: Verdict) -> str:
    """How many of those who pressed like a paper."""
    return plural(
        "{liked} of {number} here liked this.",
        "{liked} of {number} here liked this.",
        verdict.pressed,
        liked=number(verdict.liked),
    )


def follow_yours() -> tuple[Button, ...]:
    """A row that follows what is most likely its reader's, or a group's."""
    return (Button(phrase("Follow what is yours"), command="/subscribe yours"),)


def members_document(view: ProfileView) -> Document:
    """What a group's order of papers stands on; admins take papers out."""
    members = view.members or ()
    blocks: list[Block] = [Paragraph(_standing(view, members))]
    if view.words:
        blocks.append(Paragraph(inline(phrase("In words: {words}", words=listed(view.words)))))
    if members:
        shown = members[:_LISTED]
        blocks.append(Bullets(tuple(_told(view, one) for one in shown)))
        blocks.append(
            Paragraph(
                inline(phrase("Pressing the same again takes your own press back, at any time."))
            )
        )
        if view.may_take_out:
            out = styled(
                "Take a paper out: {command}", command=code(f"/profile {members[0].paper}")
            )
            blocks.append(Paragraph(out))
            rows = tuple(
                (Button(f"✕ {_title(view, one, _ON_A_BUTTON)}", command=f"/profile {one.paper}"),)
                for one in shown[:_BUTTONS]
            )
            is_ordered = view.likes_any and _is_enough(view, members)
            blocks.append(Buttons((*rows, follow_yours()) if is_ordered else rows))
    return Document(phrase("This chat's profile"), tuple(blocks))


def _standing(view: ProfileView, members: tuple[Verdict, ...]) -> Inline:
    if not _is_enough(view, members):
        return styled(
            "Digests here are in their topics' order until {people} people or more have wished for"
            " more or less like {papers} papers; so far {pressed} have, of {there}.",
            people=number(FEWEST_PEOPLE),
            papers=number(FEWEST),
            pressed=number(view.people),
            there=number(_counting(members)),
        )
    if not view.likes_any:
        return inline(
            phrase(
                "Digests here are in their topics' order until there is a paper that more of those "
                "who pressed like than do not."
            )
        )
    return styled(
        "Digests here begin with what its members like most, nobody's presses counting more than"
        " another's; {command} changes that.",
        command=code("/order topic"),
    )


def _is_enough(view: ProfileView, members: tuple[Verdict, ...]) -> bool:
    return _counting(members) >= FEWEST and view.people >= FEWEST_PEOPLE


def _counting(members: tuple[Verdict, ...]) -> int:
    return sum(1 for one in members if one.pull)


def _told(view: ProfileView, verdict: Verdict) -> Inline:
    name = link(_title(view, verdict, None), PaperId.parse(verdict.paper).abs_url)
    said = plural(
        "{liked} of {number} liked it",
        "{liked} of {number} liked it",
        verdict.pressed,
        liked=number(verdict.liked),
    )
    return (name, Span(" · "), Span(said), Span(" · "), code(verdict.paper))


def _title(view: ProfileView, verdict: Verdict, longest: int | None) -> str:
    title = without_formulas(view.titles.get(verdict.paper, "")) or verdict.paper
    return title if longest is None else excerpt(title, longest)
