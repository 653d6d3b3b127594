"""What somebody makes of papers, as documents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from app.tastes import ProfileView, Voted
from composing.choosing.labels import on_a_button, told_whole
from composing.formulas import without_formulas
from composing.library.members import follow_yours, liked_here
from composing.settings import back
from digests.personal import FEWEST
from domain.documents import (
    Block,
    Bullets,
    Button,
    Buttons,
    Document,
    Inline,
    Menu,
    Paragraph,
    Span,
    bold,
    code,
    inline,
    link,
)
from domain.excerpts import excerpt
from domain.identifiers import PaperId
from domain.papers import Paper
from i18n.speech import listed, number, phrase, plural, styled

SHOWN: Final = 60
"""Characters of a title in a word of answer."""

_SECOND_STOP: Final = re.compile(r"(?<=[….?!。？！])[.。](?=\s|\Z)")
_LISTED: Final = 50
_AUTHORS: Final = 3
_BUTTONS: Final = 10


def saved_document(paper: Paper, *, is_saved: bool) -> Document:
    """That a paper is saved, or no longer."""
    if is_saved:
        said = phrase("Saved: {title}. /saved lists what you saved.", title=_short(paper))
    else:
        said = phrase("No longer saved: {title}.", title=_short(paper))
    return Document.say(_with_one_stop(said))


def voted_document(voted: Voted, *, is_more: bool) -> Document:
    """That a vote is kept, or taken back; in a group also what its members make of the paper."""
    title = _short(voted.paper)
    if not voted.is_kept:
        said = phrase("Taken back: {title}.", title=title)
    elif is_more:
        said = phrase("Noted, more like this: {title}.", title=title)
    else:
        said = phrase("Noted, less like this: {title}.", title=title)
    here = () if voted.here is None else (" ", liked_here(voted.here))
    return Document.say(_with_one_stop(said), *here)


def _with_one_stop(said: str) -> str:
    """A sentence that ends with a title, without a stop behind one that the title has."""
    return _SECOND_STOP.sub("", said)


def profile_document(view: ProfileView) -> Document:
    """What somebody's order of papers stands on, each to be taken out."""
    papers = _counted(view)
    lacking = FEWEST - len(papers)
    if not papers:
        said = styled(
            "There is no profile of you yet. It is made of what you save and wish for more or less"
            " of, from {number} papers on; digests are then in your order.",
            number=number(FEWEST),
        )
        return Document.say(*said)
    blocks: list[Block] = [Paragraph(_standing(view, lacking))]
    if view.words:
        blocks.append(Paragraph(inline(phrase("In words: {words}", words=listed(view.words)))))
    shown = list(papers.items())[:_LISTED]
    blocks.append(Bullets(tuple(_told(base, *told) for base, told in shown)))
    out = styled("Take a paper out: {command}", command=code(f"/profile {shown[0][0]}"))
    blocks.append(Paragraph(out))
    rows: list[tuple[Button, ...]] = [
        (Button(f"✕ {on_a_button(title or base)}", command=f"/profile {base}"),)
        for base, (title, _) in shown[:_BUTTONS]
    ]
    if lacking <= 0 and view.likes_any:
        rows.append(follow_yours())
    return Document(phrase("Your profile"), (*blocks, Buttons(tuple(rows))))


def _standing(view: ProfileView, lacking: int) -> Inline:
    """What the papers of a profile do to digests."""
    if lacking > 0:
        return inline(
            plural(
                "Digests are in your order once {number} more paper is here.",
                "Digests are in your order once {number} more papers are here.",
                lacking,
            )
        )
    if not view.likes_any:
        return inline(
            phrase("Digests are in your order once a paper is here that you wish for more of.")
        )
    return styled(
        "Digests begin with what is most likely yours; {command} changes that.",
        command=code("/order topic"),
    )


def left_out_document(paper: PaperId, *, was_in: bool) -> Document:
    """That a paper is in a profile no more, or was not."""
    shown = code(paper.base)
    if was_in:
        return Document.say(*styled("No longer in your profile: {paper}.", paper=shown))
    return Document.say(*styled("{paper} is not in your profile.", paper=shown))


def _counted(view: ProfileView) -> dict[str, tuple[str, str]]:
    """Each paper's title and what was made of it, votes first; a vote counts before a save."""
    papers = {
        vote.paper: (
            without_formulas(view.titles.get(vote.paper, "")),
            phrase("more like this") if vote.is_more else phrase("less like this"),
        )
        for vote in view.votes
    }
    for saved in view.saved:
        how = phrase("from your library") if saved.is_imported else phrase("saved")
        papers.setdefault(saved.paper, (without_formulas(saved.title), how))
    return papers


def _told(base: str, title: str, what: str) -> Inline:
    name = link(title or base, PaperId.parse(base).abs_url)
    return (name, Span(" · "), Span(what), Span(" · "), code(base))


def mutable_document(paper: Paper) -> Document:
    """What of a paper can be muted: its categories and its authors."""
    categories = tuple(dict.fromkeys((paper.primary, *paper.categories)))
    rows = [tuple(Button(name, command=f"/mute cat:{name}") for name in categories)]
    rows += [
        (Button(author.name, command=f"/mute au:{author.name}"),)
        for author in paper.authors[:_AUTHORS]
    ]
    asked = styled("{title}: leave out papers like it by what?", title=bold(_short(paper)))
    own = styled("Or by a word of yours: {command}", command=code("/mute survey"))
    return Document(blocks=(Paragraph(asked), Paragraph(own), Buttons(tuple(rows))))


def muted_words_document(muted: Sequence[str]) -> Document:
    """What is muted, each to be taken back with a press."""
    own = Paragraph(
        styled("A word, a category or an author: {command}", command=code("/mute survey"))
    )
    if not muted:
        nothing = Paragraph(inline(phrase("You mute nothing.")))
        return Document(blocks=(nothing, own, Menu(((back(),),))))
    rows = [(Button(f"✕ {on_a_button(word)}", command=f"/settings mute {word}"),) for word in muted]
    rows.append((back(),))
    asked = Paragraph(inline(phrase("Muted; a press takes it back.")))
    return Document(phrase("Muted words"), (asked, *told_whole(muted), own, Menu(tuple(rows))))


def _short(paper: Paper) -> str:
    return excerpt(without_formulas(paper.title), SHOWN)
