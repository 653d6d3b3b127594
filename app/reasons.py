"""What a paper has to do with somebody's topics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.lookup import paper_for
from app.services import Services
from digests.personal import Standing
from domain.concurrency.aside import aside
from domain.digests import Reason
from domain.errors import InputError
from domain.identifiers import PaperId
from domain.messages import for_example, sentence
from domain.papers import Paper
from domain.requests import Context
from domain.topics import Topic
from topics.catalogue import ReadyTopic
from topics.fitting import fitting
from topics.index import PaperIndex
from topics.muting import muted_by, muted_query
from topics.yours import told_apart


@dataclass(frozen=True, slots=True)
class Why:
    """Why a paper is in somebody's digest, or is not.

    Attributes:
        followed: labels of all topics that they follow.
        matched: those that the paper matches, each with what in it does.
        muted: the muted words, categories and authors that keep it out.
        yours: how it stands to those that ask for what is likely theirs, by label.
    """

    paper: Paper
    followed: tuple[str, ...]
    matched: tuple[tuple[str, tuple[Reason, ...]], ...]
    muted: tuple[str, ...]
    yours: tuple[tuple[str, Standing], ...] = ()


async def why(services: Services, context: Context, wanted: PaperId) -> Why:
    """Which of one's topics a paper matches, and by what.

    Raises:
        InputError: no topic is followed.
        PaperNotFound: arXiv does not have the paper.
        SourceError: arXiv does not answer.
    """
    paper = await paper_for(services, context, wanted)
    followed = [s.topic for s in await context.followed()]
    if not followed:
        raise nothing_followed()
    others, own = told_apart(followed)
    found = await aside(why_of, paper, others, context.settings.muted)
    labels = tuple(topic.label for topic in followed)
    return replace(found, followed=labels, yours=await _yours(services, context, paper, own))


async def _yours(
    services: Services, context: Context, paper: Paper, topics: Sequence[Topic]
) -> tuple[tuple[str, Standing], ...]:
    """How a paper stands to topics that ask for what is likely theirs, and for what it is, too."""
    index = PaperIndex([paper])
    asking = [topic.label for topic in topics if index.matches(topic)]
    personal = services.maker.personal
    if not asking or personal is None:
        return ()
    standing = await personal.standing(context.known_chat, paper)
    return tuple((label, standing) for label in asking)


def nothing_followed() -> InputError:
    """The error of somebody who has no topics yet."""
    return InputError(
        sentence("You follow no topic."), hint=for_example("/subscribe diffusion models")
    )


def looked_at(
    paper: Paper, followed: Sequence[Topic]
) -> tuple[tuple[Reason, ...], ReadyTopic | None]:
    """Why a paper is in some topics, and which ready topic it is most about; takes a while."""
    reasons: tuple[Reason, ...] = ()
    topics, _ = told_apart(followed)
    if topics:
        index = PaperIndex([paper])
        matches = (match for topic in topics for match in index.matches(topic))
        reasons = tuple(reason for match in matches for reason in match.reasons)
    return reasons, fitting(paper)


def why_of(paper: Paper, followed: Sequence[Topic], words: Sequence[str]) -> Why:
    """Why a paper is in a digest of some topics, or is not; decided as the digest is."""
    index = PaperIndex([paper])
    left_out = {word: index.matching(muted_query(word)) for word in words}
    return Why(
        paper,
        followed=tuple(topic.label for topic in followed),
        matched=tuple(
            (topic.label, match.reasons) for topic in followed for match in index.matches(topic)
        ),
        muted=tuple(muted_by(paper.id.base, left_out)),
    )
