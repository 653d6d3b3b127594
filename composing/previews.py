"""What a topic would have brought lately, as it is told to who has just followed it."""

from __future__ import annotations

from app.previews import Preview
from composing import wording
from composing.paper_blocks import title_of
from domain.documents import Block, Bullets, Paragraph, inline
from i18n.speech import number, phrase, plural, spoken


def preview_blocks(preview: Preview) -> tuple[Block, ...]:
    """What a topic would have brought lately."""
    said = Paragraph(inline(_previewed(preview)))
    if not preview.papers:
        return (said,)
    return (said, Bullets(tuple(title_of(p) for p in preview.papers)))


def _previewed(preview: Preview) -> str:
    if preview.lacking:
        return plural(
            "It begins once {number} more paper is saved, or wished for more or less of, or in a "
            "library that you import; until then it brings nothing.",
            "It begins once {number} more papers are saved, or wished for more or less of, or in a "
            "library that you import; until then it brings nothing.",
            preview.lacking,
        )
    if preview.likes_none:
        return phrase(
            "It begins once a paper is saved, or wished for more of; until then it brings nothing."
        )
    if preview.trouble:
        return phrase(
            "What it would have brought cannot be shown now: {trouble}",
            trouble=spoken(preview.trouble),
        )
    days = wording.spans(preview.days)
    if preview.announced is not None:
        return _of_announced(preview, days)
    told = {"papers": wording.papers(preview.matched), "days": days}
    if not preview.matched and not preview.is_cut:
        return phrase(
            "Nothing submitted on {days} matches; new papers will be watched for.", **told
        )
    if preview.is_cut:
        return phrase(
            "Of the newest papers submitted on {days}, {papers} match, and there may be more, for "
            "example:",
            **told,
        )
    return phrase("Of what was submitted on {days}, {papers} would match, for example:", **told)


def _of_announced(preview: Preview, days: str) -> str:
    """How many of the papers announced it would have brought; and whether that is too many."""
    told = {"papers": wording.papers(preview.announced or 0), "days": days}
    if not preview.matched:
        return phrase(
            "None of the {papers} announced for {days} match. If you expected some, try fewer or "
            "other words; /search shows what arXiv has.",
            **told,
        )
    told["matched"] = number(preview.matched)
    if preview.is_most:
        return phrase(
            "Of the {papers} announced for {days} it would have brought {matched}, most of them: "
            "you may want to narrow it, for example:",
            **told,
        )
    return phrase(
        "Of the {papers} announced for {days} it would have brought {matched}, for example:",
        **told,
    )
