"""Asking papers: /ask, /compare."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final

from app.asking import across, asking, comparing
from app.asking.asking import Answered
from app.fair_use.effort import Effort
from app.limits import SHOWN
from app.lookup import paper_at_hand
from app.services import Services
from composing.asking.across import across_document
from composing.asking.answer import answer_document, next_buttons
from composing.asking.choosing import counted_document, prompt_document, which_document
from composing.asking.compared import compared_document
from domain.documents import Document
from domain.errors import InputError
from domain.excerpts import excerpt
from domain.identifiers import PaperId
from domain.messages import for_example, sentence
from domain.requests import Context
from handlers.asking.sets import ALL, across_of

_PAPER: Final = "2403.04634"
_QUESTION: Final = "how many parameters?"
EXAMPLE: Final = f"{_PAPER} {_QUESTION}"
COMPARED: Final = "2403.04634 2403.01801"
MOST_NAMED: Final = 10
"""Papers that a question may be put to one of."""
MOST_ACROSS: Final = 50
"""Papers that are named and asked at once."""
MOST_BESIDE: Final = 2
"""Papers for which a phone has room side by side."""

_OTHER_SCRIPT: Final = re.compile(r"(?<=[!-~])(?=[^\x00-\x7f])|(?<=[^\x00-\x7f])(?=[!-~])")
_WRONG: Final = "was wrong"
_ENDS: Final = ("?", "？")
_BEGINS: Final = re.compile(
    r"(?:what|which|who|whom|whose|when|where|why|how|is|are|was|were|do|does|did|can|could|has"
    r"|have|should|would|explain|tell me)\b\W+\w+|什么|为什么|如何|怎么|多少|哪",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question, and the papers that it names.

    Attributes:
        question: empty where it is still to be asked.
        papers: of several, it is meant for one that is still to be chosen.
        was_wrong: whether somebody says that an answer of the paper was.
        across: the same, where it is put to several papers at once.
    """

    question: str
    papers: tuple[PaperId, ...] = ()
    was_wrong: bool = False
    across: across.Asked | None = None


def read_question(text: str) -> AskedQuestion:
    """``2403.04634 how many parameters?``; the paper may stand anywhere in it, or nowhere.

    Several papers at the beginning are those of which one is meant, or all where that is said or
    it is asked which of them.

    Raises:
        NotAPaperId: what looks like a paper can be none.
        InputError: there is neither.
    """
    words = list(_words(text))
    is_all = len(words) > 1 and words[0].casefold() in ALL and bool(PaperId.find(words[1]))
    del words[:is_all]
    first = list(takewhile(PaperId.find, words))
    if not first:
        first = [word for word in words if PaperId.find(word)][:1]
    papers = dict.fromkeys(paper for word in first for paper in PaperId.find(word))
    for word in first:
        words.remove(word)
    question = " ".join(words).strip(" :,-–—：，。、")
    if papers and question == _WRONG:
        return AskedQuestion("", tuple(papers), was_wrong=True)
    if not any(map(str.isalpha, question)):
        if not papers:
            raise _no_question()
        question = ""
    asked = across_of(question, tuple(papers)[:MOST_ACROSS], is_all=is_all)
    if asked is not None:
        return AskedQuestion(asked.question, asked.named, across=asked)
    return AskedQuestion(question, tuple(papers)[:MOST_NAMED])


def _words(text: str) -> Iterator[str]:
    """Words as they are typed; what stands at a paper without a blank, as in Chinese, is parted."""
    for word in text.split():
        yield from _OTHER_SCRIPT.sub(" ", word).split() if PaperId.find(word) else (word,)


def read_compared(text: str) -> tuple[PaperId, ...]:
    """Two to four papers, by ids or links.

    Raises:
        InputError: there are fewer, or more.
    """
    papers = tuple({paper.base: paper for paper in PaperId.find(text)}.values())
    if not comparing.FEWEST <= len(papers) <= comparing.MOST:
        raise InputError(
            sentence(
                "{fewest} to {most} papers are compared, each by its id or link.",
                fewest=comparing.FEWEST,
                most=comparing.MOST,
            ),
            hint=for_example(f"/compare {COMPARED}"),
        )
    return papers


async def compare(services: Services, context: Context, papers: tuple[PaperId, ...]) -> Document:
    """Papers side by side."""
    compared = await comparing.compare(services, context, papers)
    is_rich = context.folds and not context.settings.plain
    has_tables = context.is_local or (is_rich and len(papers) <= MOST_BESIDE)
    return compared_document(compared, in_table=has_tables)


async def effort_of_comparing(
    services: Services, context: Context, papers: tuple[PaperId, ...]
) -> Effort:
    """What it takes: what each paper takes to be explained."""
    return Effort.ASKING


def is_question(text: str) -> bool:
    """Whether words that nobody called a question are one."""
    words = text.strip()
    return any(map(str.isalpha, words)) and (
        words.endswith(_ENDS) or _BEGINS.match(words) is not None
    )


def follows_paper(text: str) -> bool:
    """Whether a text without a command is a paper and then a question, which names none."""
    first, _, rest = text.partition(" ")
    return bool(PaperId.find(first)) and is_question(rest) and not PaperId.find(rest)


def lacks_question(command: str, argument: str) -> bool:
    """Whether a command asks a paper, and what is asked is still to be typed."""
    return command == "ask" and paper_alone(argument) is not None


def paper_alone(argument: str) -> PaperId | None:
    """The one paper that is named after /ask, where nothing else is."""
    try:
        asked = read_question(argument)
    except InputError:
        return None
    is_alone = not asked.question and not asked.was_wrong and len(asked.papers) == 1
    return asked.papers[0] if is_alone else None


def about_papers(papers: Sequence[str], question: str) -> str:
    """A question as it is typed after /ask, put to some papers or one of them."""
    return " ".join((*papers[:MOST_ACROSS], question))


async def ask(services: Services, context: Context, asked: AskedQuestion) -> Document:
    """What a paper says to a question; which paper is meant, or what is asked, where it lacks."""
    papers = asked.papers
    if asked.was_wrong:
        services.daily.count("wrong")
        return counted_document()
    if asked.across is not None:
        return across_document(await across.ask_across(services, context, asked.across))
    if not papers and asked.question:
        gone_on = await asking.paper_of_conversation(services, context, asked.question)
        papers = (gone_on,) if gone_on else ()
    if len(papers) != 1:
        meant = await _choices(services, context, papers)
        if not meant:
            raise _no_paper(asked.question)
        return which_document(asked.question, meant)
    if not asked.question:
        if context.is_local:
            raise _no_question()
        known = await services.library.papers(papers)
        await asking.expect_question(services, context, papers[0])
        return prompt_document(papers[0], known.get(papers[0].base))
    answered = await asking.ask(services, context, papers[0], asked.question)
    page = answer_document(answered)
    return replace(page, blocks=(*page.blocks, next_buttons(answered)))


async def ask_named(services: Services, context: Context, asked: AskedQuestion) -> Answered:
    """What the one paper that a question names says to it.

    Raises:
        InputError: it names none or several, or there is no question.
    """
    if not asked.question:
        raise _no_question()
    if len(asked.papers) != 1:
        raise _no_paper(asked.question)
    return await asking.ask(services, context, asked.papers[0], asked.question)


async def effort_of_question(services: Services, context: Context, asked: AskedQuestion) -> Effort:
    """What it takes to answer: nothing where the paper was read before and no model is asked."""
    if asked.across is not None:
        return Effort.OWN
    if len(asked.papers) != 1 or not asked.question:
        return Effort.QUICK if asked.papers else Effort.ASKING
    if services.model:
        return Effort.ASKING
    paper = await paper_at_hand(services, context, asked.papers[0])
    return Effort.QUICK if await asking.is_read(services, paper) else Effort.ASKING


async def _choices(
    services: Services, context: Context, named: tuple[PaperId, ...]
) -> list[tuple[PaperId, str]]:
    """Papers to choose from, with their titles: those named, or those told and asked of lately."""
    if not named:
        return [(p.id.latest, p.title) for p in await asking.papers_meant(services, context)]
    known = await services.library.papers(named)
    return [(one, known[one.base].title if one.base in known else str(one)) for one in named]


def _no_question() -> InputError:
    return InputError(sentence("A question is missing."), hint=for_example(f"/ask {EXAMPLE}"))


def _no_paper(question: str) -> InputError:
    asked = f"/ask {_PAPER} {excerpt(question, SHOWN) or _QUESTION}"
    return InputError(sentence("Say which paper you ask about."), hint=for_example(asked))
