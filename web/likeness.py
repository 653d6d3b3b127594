"""The page of what is like a paper: of its own, as it takes longer than the paper's."""

from __future__ import annotations

from app.archive.likeness import like_page
from domain.errors import NotAPaperId, PaperNotFound
from domain.identifiers import PaperId
from i18n.speech import phrase
from web.addresses import paper_path
from web.asked import Asked, NoSuchPage, Page
from web.pages import plain_title


async def like(asked: Asked) -> Page:
    """Announced papers that are like one."""
    try:
        wanted = PaperId.parse(asked.part("base"))
        if asked.part("base") != wanted.base:
            raise NoSuchPage
        shown = await like_page(asked.services, asked.days, wanted, asked.language)
    except (NotAPaperId, PaperNotFound) as error:
        raise NoSuchPage(error.message) from None
    return Page(
        template="like",
        title=phrase("Like {title}", title=plain_title(shown.paper)),
        path=f"{paper_path(shown.paper)}/like",
        values={"shown": shown},
        noun={"paper": shown.paper, "near": shown.near, "looked_at": shown.looked_at},
        listed=False,
    )
