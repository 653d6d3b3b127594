"""arXiv's search API (https://info.arxiv.org/help/api/user-manual.html), page by page."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from domain.errors import Explained, InputError, MalformedAnswer
from domain.identifiers import PaperId
from domain.messages import sentence
from domain.papers import Paper
from papers.api.feed import FeedPage, error_of, read_page
from papers.transport.availability import Service
from papers.transport.exchange import Answer, Refused
from papers.transport.web import ArxivWeb

_IDS_A_REQUEST: Final = 100
_RESULTS_A_REQUEST: Final = 500
_LAST_RESULT: Final = 10_000
"""Results beyond this cannot be had; the API answers with an error."""
_A_MINUTES_WORTH: Final = 100
"""More papers than are ever submitted in a minute, the API's measure of a span's ends."""
_TIMES: Final = 3
"""How often a search is begun whose results change while they are paged."""
_BAD_ID: Final = "incorrect id format"


class _Changed(Explained):
    """The results changed while they were paged; the message says how."""


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked, whatever the page."""

    query: str = ""
    ids: tuple[str, ...] = ()
    sort_by: str = "relevance"

    def at(self, start: int, size: int) -> str:
        """The parameters that ask for so many results from one on."""
        what = {"search_query": self.query} if self.query else {"id_list": ",".join(self.ids)}
        order = {"sortBy": self.sort_by, "sortOrder": "descending"}
        return urlencode({**what, **order, "start": start, "max_results": size})


@dataclass(frozen=True, slots=True, kw_only=True)
class ArxivApi:
    """Metadata and searches. Every method raises SourceUnavailable and MalformedAnswer.

    Attributes:
        web: the way there.
        url: the API's address, without parameters.
        page_size: results of a search asked for in one request; the API gives 2,000 at most.
        last_result: up to where a search can be paged.
    """

    web: ArxivWeb
    url: str
    page_size: int = _RESULTS_A_REQUEST
    last_result: int = _LAST_RESULT

    async def papers(self, ids: Collection[PaperId]) -> dict[str, Paper]:
        """Metadata by base id, of the versions asked for; unknown ids are missing.

        Of a paper asked for in several versions the latest counts. Sample papers are not asked
        for.
        """
        wanted = _one_version_each(ids)
        found: dict[str, Paper] = {}
        for start in range(0, len(wanted), _IDS_A_REQUEST):
            found |= await self._batch(wanted[start : start + _IDS_A_REQUEST])
        return found

    async def most_relevant(self, query: str, limit: int) -> list[Paper]:
        """The first results of a query in arXiv's order of relevance.

        Raises:
            InputError: more are asked for than the API gives.
        """
        if limit > self.last_result:
            raise InputError(
                sentence(
                    "arXiv gives the {most} most relevant results of a search at most.",
                    most=f"{self.last_result:,}",
                ),
                hint=sentence("Ask for fewer, or for those submitted in a span of time."),
            )
        papers, _total = await self._results(_Question(query), limit)
        return papers

    async def submitted(
        self, query: str, span: tuple[datetime, datetime], limit: int
    ) -> list[Paper]:
        """Results whose first version was submitted in a span, its end excluded, newest first.

        Where there are more than the API pages through, the span is narrowed to what is left of
        it and asked for anew.
        """
        first, last = span
        found: dict[str, Paper] = {}
        end = last
        while len(found) < limit:
            question = _Question(
                f"({query}) AND {_submitted_between(first, end)}",
                sort_by="submittedDate",
            )
            most = min(limit + _A_MINUTES_WORTH, self.last_result)
            papers, total = await self._results(question, most)
            found |= {
                paper.id.base: paper for paper in papers if first <= _submission(paper) < last
            }
            if len(papers) >= total:
                break
            oldest = _submission(papers[-1])
            if _minute_after(oldest) >= _minute_after(end):
                raise MalformedAnswer(
                    sentence("arXiv's API does not give a search by date in order.")
                )
            end = oldest
        return list(found.values())[:limit]

    async def _batch(self, batch: Sequence[PaperId]) -> dict[str, Paper]:
        """Metadata for one request's ids; where arXiv dislikes one, the others are found still."""
        try:
            page = await self._confirmed(partial(self._ask_for_ids, batch))
        except Refused as refusal:
            if refusal.status != HTTPStatus.BAD_REQUEST:
                raise
            if len(batch) > 1:
                middle = len(batch) // 2
                return await self._batch(batch[:middle]) | await self._batch(batch[middle:])
            if _BAD_ID not in refusal.reason:
                raise
            return {}
        return {paper.id.base: paper for paper in page.papers}

    async def _results(self, question: _Question, limit: int) -> tuple[list[Paper], int]:
        """Results up to a limit, and how many there are in all."""
        reason = ""
        for _ in range(_TIMES):
            try:
                return await self._paged(question, limit)
            except _Changed as change:
                reason = str(change)
        raise MalformedAnswer(
            sentence(
                "The results of a search change while they are paged: {reason}.", reason=reason
            )
        )

    async def _paged(self, question: _Question, limit: int) -> tuple[list[Paper], int]:
        found: dict[str, Paper] = {}
        total = limit
        while len(found) < min(limit, total):
            size = min(self.page_size, limit - len(found))
            ask = partial(self._ask, question, start=len(found), size=size)
            page = await (ask() if found else self._confirmed(ask))
            if found and page.total != total:
                raise _Changed(
                    sentence("of {total} there are now {now}", total=total, now=page.total)
                )
            total = page.total
            expected = len(found) + len(page.papers)
            found |= {paper.id.base: paper for paper in page.papers}
            if len(found) < expected:
                raise _Changed(sentence("a paper came twice"))
        return list(found.values()), total

    async def _confirmed(self, ask: Callable[[], Awaitable[FeedPage]]) -> FeedPage:
        """A page; one that is wholly empty only after asking twice.

        arXiv's API sometimes answers so under load, and then cannot be told from the truth.
        """
        page = await ask()
        return page if page.total else await ask()

    async def _ask_for_ids(self, batch: Sequence[PaperId]) -> FeedPage:
        asked = {paper_id.base: paper_id.version for paper_id in batch}

        def check(page: FeedPage, body: bytes) -> None:
            for paper in page.papers:
                if asked.get(paper.id.base, 0) not in (None, paper.id.version):
                    raise MalformedAnswer(
                        sentence(
                            "arXiv's API answers with {paper}, which was not asked for.",
                            paper=paper.id,
                        ),
                        evidence=body,
                    )

        question = _Question(ids=tuple(str(paper_id) for paper_id in batch))
        return await self._ask(question, start=0, size=len(batch), check=check)

    async def _ask(
        self,
        question: _Question,
        *,
        start: int,
        size: int,
        check: Callable[[FeedPage, bytes], None] = lambda _page, _body: None,
    ) -> FeedPage:
        """One page, in one request."""

        def understood(answer: Answer) -> FeedPage:
            if answer.status != HTTPStatus.OK:
                raise Refused(answer, error_of(answer.body))
            page = read_page(answer.body, start=start, size=size)
            check(page, answer.body)
            return page

        return await self.web.read(
            f"{self.url}?{question.at(start, size)}", Service.API, understood
        )


def _one_version_each(ids: Collection[PaperId]) -> list[PaperId]:
    """Each paper once: without a version where the latest is wanted too, else the highest."""
    wanted: dict[str, PaperId] = {}
    for paper_id in ids:
        if paper_id.is_sample:
            continue
        known = wanted.setdefault(paper_id.base, paper_id)
        if _rank(paper_id) > _rank(known):
            wanted[paper_id.base] = paper_id
    return list(wanted.values())


def _rank(paper_id: PaperId) -> float:
    return math.inf if paper_id.version is None else paper_id.version


def _submitted_between(first: datetime, last: datetime) -> str:
    """A span in the API's terms, which are whole minutes; never narrower than asked for."""
    return f"submittedDate:[{first.astimezone(UTC):%Y%m%d%H%M} TO {_minute_after(last):%Y%m%d%H%M}]"


def _submission(paper: Paper) -> datetime:
    """When the first version was submitted, which every entry that was believed says."""
    assert paper.published is not None  # noqa: S101
    return paper.published


def _minute_after(moment: datetime) -> datetime:
    """The first whole minute that is not before a moment, in UTC."""
    whole = moment.astimezone(UTC).replace(second=0, microsecond=0)
    return whole if whole == moment else whole + timedelta(minutes=1)
