"""arXiv's API: every trap of it, over a real connection."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import InputError, MalformedAnswer, SourceError, SourceUnavailable
from domain.identifiers import PaperId
from domain.papers import Author, MetadataOrigin
from papers.api.client import ArxivApi
from papers.transport.exchange import Refused
from papers.transport.rate_limiter import RateLimiter
from papers.transport.web import ArxivWeb
from tests.fakes.arxiv_server import FakeArxiv
from tests.papers.invented import BRIEF, FRIDAY, NOON, QUICK, invented, several

API = "/api/query"
BOATS = 'ti:"paper boat"'


@pytest.fixture
async def web() -> AsyncIterator[ArxivWeb]:
    """A way without an interval."""
    web = ArxivWeb(limiter=RateLimiter(0.0), user_agent="test", limits=BRIEF, persistence=QUICK)
    yield web
    await web.close()


@pytest.fixture
def api(arxiv: FakeArxiv, web: ArxivWeb) -> ArxivApi:
    """The API of the small arXiv, in pages of ten."""
    return ArxivApi(web=web, url=arxiv.api_url, page_size=10)


def ids(count: int) -> list[PaperId]:
    """The ids of the first invented papers, without versions."""
    return [paper.id.latest for paper in several(count)]


# Metadata by id


async def test_everything_that_the_api_gives_is_kept(arxiv: FakeArxiv, api: ArxivApi) -> None:
    """All fields, LaTeX made readable, the primary category first, times in UTC."""
    told = invented(
        1,
        id=PaperId("2403.00001", 2),
        title='Gr\\"obner   Bases\n for $\\alpha$-Boats',
        abstract="We  fold\n boats.",
        authors=(Author("Ana Mu\\~noz", ("Universidad de Papel", "Barcos S.A.")), Author("Bo Li")),
        categories=("cs.LG", "I.2.7", "cs.CV", "68T07"),
        primary="cs.CV",
        comment="8 pages,\n 3 figures",
        journal_ref="J. Boats 7 (2024) 1",
        doi="https://doi.org/10.1000/BOATS.7 10.1000/other",
        updated=datetime(2024, 3, 8, 1, 2, 3, tzinfo=UTC),
    )
    arxiv.announce(FRIDAY, told)
    paper = (await api.papers(ids(1)))["2403.00001"]
    assert paper == invented(
        1,
        id=PaperId("2403.00001", 2),
        title="Gröbner Bases for α-Boats",
        abstract="We fold boats.",
        authors=(Author("Ana Muñoz", ("Universidad de Papel", "Barcos S.A.")), Author("Bo Li")),
        categories=("cs.CV", "cs.LG"),
        comment="8 pages, 3 figures",
        journal_ref="J. Boats 7 (2024) 1",
        doi="10.1000/BOATS.7",
        updated=datetime(2024, 3, 8, 1, 2, 3, tzinfo=UTC),
        origin=MetadataOrigin.API,
    )
    assert paper.published is not None
    assert paper.published.tzinfo is UTC


async def test_a_withdrawn_paper_is_recognised(arxiv: FakeArxiv, api: ArxivApi) -> None:
    """By the words that arXiv's authors and administrators use."""
    withdrawn = invented(1, comment="This paper has been withdrawn by the author due to a leak")
    arxiv.announce(FRIDAY, withdrawn, invented(2))
    papers = await api.papers(ids(2))
    assert [paper.withdrawn for paper in papers.values()] == [True, False]


async def test_unknown_papers_are_missing_from_the_answer(arxiv: FakeArxiv, api: ArxivApi) -> None:
    """An id that arXiv has not assigned, or not indexed yet, is no error."""
    arxiv.announce(FRIDAY, *several(3))
    papers = await api.papers([*ids(3), PaperId("2403.99999"), PaperId("math/0309136")])
    assert list(papers) == ["2403.00001", "2403.00002", "2403.00003"]
    assert len(arxiv.seen) == 1


async def test_nothing_is_asked_about_nothing_or_samples(arxiv: FakeArxiv, api: ArxivApi) -> None:
    """A sample id is never sent to arXiv."""
    arxiv.announce(FRIDAY, *several(1))
    assert await api.papers([]) == {}
    assert await api.papers([PaperId("sample/0000001", 1)]) == {}
    assert not arxiv.seen
    assert list(await api.papers([PaperId("sample/0000001"), *ids(1)])) == ["2403.00001"]
    assert arxiv.seen[0].query["id_list"] == "2403.00001"


async def test_versions_are_asked_for_and_the_latest_counts(
    arxiv: FakeArxiv, api: ArxivApi
) -> None:
    """Each paper is asked for once, in the highest version that was named."""
    arxiv.announce(FRIDAY, *(invented(n, id=PaperId(f"2403.{n:05}", 5)) for n in (1, 2, 3)))
    one, two, three = ids(3)
    named = [(one, 1), (two, 4), (two, 3), (three, 9), (three, None)]
    papers = await api.papers([PaperId(paper.base, version) for paper, version in named])
    assert [str(paper.id) for paper in papers.values()] == [f"{one}v1", f"{two}v4", f"{three}v5"]
    assert arxiv.seen[0].query["id_list"] == f"{one}v1,{two}v4,{three}"


async def test_many_ids_are_asked_for_by_the_hundred(arxiv: FakeArxiv, api: ArxivApi) -> None:
    """One request for each hundred, repeats not counted."""
    arxiv.announce(FRIDAY, *several(230))
    papers = await api.papers(ids(230) * 2)
    assert len(papers) == 230
    assert [seen.query["max_results"] for seen in arxiv.seen] == ["100", "100", "30"]


async def test_old_ids_are_found(arxiv: FakeArxiv, api: ArxivApi) -> None:
    """Ids with an archive in them."""
    old = invented(1, id=PaperId("hep-th/9901001", 3))
    arxiv.announce(FRIDAY, old)
    assert (await api.papers([old.id.latest]))["hep-th/9901001"].id == old.id


@pytest.mark.parametrize("bad", [1, 50, 100])
async def test_one_id_that_arxiv_dislikes_does_not_fail_its_batch(
    arxiv: FakeArxiv, api: ArxivApi, bad: int
) -> None:
    """The batch is halved until the culprit stands alone; all others are found."""
    arxiv.announce(FRIDAY, *several(100))
    arxiv.refused = {f"2403.{bad:05}"}
    papers = await api.papers(ids(100))
    assert len(papers) == 99
    assert f"2403.{bad:05}" not in papers
    assert len(arxiv.seen) <= 15


async def test_a_refusal_for_another_reason_is_no_unknown_paper(
    arxiv: FakeArxiv, api: ArxivApi
) -> None:
    """If arXiv refuses everything, nobody is told that the papers do not exist."""
    arxiv.announce(FRIDAY, *several(4))
    arxiv.plan(API, "400 ...")
    with pytest.raises(Refused):
        await api.papers(ids(4))
    assert len(arxiv.seen) == 3


ONE_FAULT = [
    "500", "503", "429:0", "html", "empty", "zero", "error-entry", "partial-entry", "repeat",
    "truncate", "drop", "cut", "reset", "hang:1", "slow:60",
]  # fmt: skip


@pytest.mark.parametrize("fault", ONE_FAULT)
async def test_one_fault_costs_one_request_and_no_paper(
    arxiv: FakeArxiv, api: ArxivApi, fault: str
) -> None:
    """Whatever is wrong with an answer, the next one is whole."""
    arxiv.announce(FRIDAY, *several(5))
    arxiv.plan(API, fault)
    assert len(await api.papers(ids(5))) == 5
    assert len(arxiv.seen) == 2


@pytest.mark.parametrize("fault", ONE_FAULT)
async def test_one_fault_in_a_search_costs_no_paper_either(
    arxiv: FakeArxiv, api: ArxivApi, fault: str
) -> None:
    """On the first page and on the second."""
    arxiv.announce(FRIDAY, *several(15))
    arxiv.plan(API, f"{fault} ok {fault}")
    papers = await api.most_relevant(BOATS, 20)
    assert len({paper.id.base for paper in papers}) == 15


async def test_a_paper_that_was_not_asked_for_is_not_taken(arxiv: FakeArxiv, api: ArxivApi) -> None:
    """Another paper, or another version, in place of the one asked for."""
    arxiv.announce(FRIDAY, *several(5))
    arxiv.plan(API, "stranger ok")
    assert list(await api.papers(ids(5))) == [paper_id.base for paper_id in ids(5)]
    arxiv.plan(API, "stranger ...")
    with pytest.raises(MalformedAnswer, match=r"2403\.31415v1, which was not asked for"):
        await api.papers(ids(5))


async def test_an_entry_without_a_category_is_an_error(arxiv: FakeArxiv, api: ArxivApi) -> None:
    """A paper that no archive holds cannot be shown to anybody who follows one."""
    arxiv.announce(FRIDAY, invented(1, categories=("68T07",), primary=""))
    with pytest.raises(MalformedAnswer, match=r"2403\.00001v1 has no category") as caught:
        await api.papers(ids(1))
    assert caught.value.evidence


async def test_a_refusal_of_us_is_no_refusal_of_an_id(arxiv: FakeArxiv, api: ArxivApi) -> None:
    """Being shut out ends at once; nothing is halved."""
    arxiv.announce(FRIDAY, *several(5))
    arxiv.plan(API, "403 ...")
    with pytest.raises(SourceUnavailable, match="refuses our requests"):
        await api.papers(ids(5))
    assert len(arxiv.seen) == 1


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("503", SourceUnavailable),
        ("reset", SourceUnavailable),
        ("cut", SourceUnavailable),
        ("drop", SourceUnavailable),
        ("html", MalformedAnswer),
        ("empty", MalformedAnswer),
        ("error-entry", MalformedAnswer),
        ("partial-entry", MalformedAnswer),
        ("repeat", MalformedAnswer),
        ("truncate", MalformedAnswer),
    ],
)
async def test_a_lasting_fault_is_an_error_and_never_fewer_papers(
    arxiv: FakeArxiv, api: ArxivApi, fault: str, error: type[SourceError]
) -> None:
    """After all attempts; what was received is kept as evidence."""
    arxiv.announce(FRIDAY, *several(5))
    arxiv.plan(API, f"{fault} ...")
    with pytest.raises(error) as caught:
        await api.papers(ids(5))
    assert len(arxiv.seen) == QUICK.attempts
    if isinstance(caught.value, MalformedAnswer):
        assert caught.value.evidence


async def test_an_empty_answer_is_believed_when_it_is_given_twice(
    arxiv: FakeArxiv, api: ArxivApi
) -> None:
    """Only asking again tells a lie from the truth; then nothing more is asked."""
    arxiv.announce(FRIDAY, *several(1))
    assert await api.papers([PaperId("2403.99999")]) == {}
    assert len(arxiv.seen) == 2
    assert await api.most_relevant("ti:submarine", 5) == []
    assert len(arxiv.seen) == 4


# Searches


async def test_a_search_gives_so_many_and_asks_for_no_more(arxiv: FakeArxiv, api: ArxivApi) -> None:
    """The last page is as large as what is still wanted."""
    arxiv.announce(FRIDAY, *several(40))
    papers = await api.most_relevant(BOATS, 23)
    assert len(papers) == 23
    asked = [(seen.query["start"], seen.query["max_results"]) for seen in arxiv.seen]
    assert asked == [("0", "10"), ("10", "10"), ("20", "3")]
    assert arxiv.seen[0].query["sortBy"] == "relevance"
    assert arxiv.seen[0].query["search_query"] == BOATS


async def test_nothing_asked_for_is_nothing_given(arxiv: FakeArxiv, api: ArxivApi) -> None:
    """A limit of none needs no request."""
    assert await api.most_relevant(BOATS, 0) == []
    assert not arxiv.seen


@pytest.mark.parametrize("fault", ["drift", "shrunk"])
async def test_results_that_move_while_they_are_paged_are_read_anew(
    arxiv: FakeArxiv, api: ArxivApi, fault: str
) -> None:
    """A paper that comes twice means that another did not come."""
    arxiv.announce(FRIDAY, *several(25))
    arxiv.plan(API, f"ok {fault}")
    papers = await api.most_relevant(BOATS, 100)
    assert {paper.id.base for paper in papers} == {paper.id.base for paper in several(25)}


async def test_results_that_never_stand_still_are_an_error(arxiv: FakeArxiv, api: ArxivApi) -> None:
    """Nobody is given a list with holes."""
    arxiv.announce(FRIDAY, *several(25))
    arxiv.plan(API, "ok drift ok drift ok drift")
    with pytest.raises(MalformedAnswer, match="change while they are paged: a paper came twice"):
        await api.most_relevant(BOATS, 100)


async def test_a_query_that_arxiv_does_not_take_is_told(arxiv: FakeArxiv, api: ArxivApi) -> None:
    """With arXiv's own words."""
    arxiv.announce(FRIDAY, *several(1))
    with pytest.raises(Refused, match=r"400 Bad Request\): Invalid query string"):
        await api.most_relevant("(ti:boat", 5)
    assert len(arxiv.seen) == 1


async def test_more_than_the_api_can_give_is_refused_with_advice(
    arxiv: FakeArxiv, api: ArxivApi
) -> None:
    """Rather than given in part."""
    with pytest.raises(InputError, match="10,000"):
        await api.most_relevant(BOATS, 10_001)
    assert not arxiv.seen


async def test_a_span_takes_in_its_start_and_leaves_out_its_end(
    arxiv: FakeArxiv, api: ArxivApi
) -> None:
    """To the second, although the API knows only minutes; the newest come first."""
    seconds = [0, 29, 30, 31, 60, 89, 90, 91, 120]
    arxiv.announce(
        FRIDAY,
        *(invented(n, published=NOON + timedelta(seconds=s)) for n, s in enumerate(seconds, 1)),
    )
    span = (NOON + timedelta(seconds=30), NOON + timedelta(seconds=90))
    papers = await api.submitted(BOATS, span, 100)
    assert [int(paper.id.base[-2:]) for paper in papers] == [6, 5, 4, 3]
    assert arxiv.seen[0].query["search_query"] == (
        f"({BOATS}) AND submittedDate:[202403071200 TO 202403071202]"
    )


@pytest.mark.parametrize("limit", [1, 7, 95, 1000])
async def test_beyond_the_last_page_the_span_is_narrowed(
    arxiv: FakeArxiv, web: ArxivWeb, limit: int
) -> None:
    """All are found, each once, though the API pages through ten only."""
    narrow = ArxivApi(web=web, url=arxiv.api_url, page_size=5, last_result=10)
    everything = several(95)
    arxiv.announce(FRIDAY, *everything)
    found = await narrow.submitted(BOATS, (NOON, NOON + timedelta(days=1)), limit)
    newest_first = [paper.id.base for paper in reversed(everything)]
    assert [paper.id.base for paper in found] == newest_first[:limit]
    assert all(int(seen.query["start"]) < 10 for seen in arxiv.seen)


async def test_a_narrowing_that_does_not_narrow_is_an_error(
    arxiv: FakeArxiv, web: ArxivWeb
) -> None:
    """More papers in one minute than can be paged: no endless loop, and no part for the whole."""
    narrow = ArxivApi(web=web, url=arxiv.api_url, page_size=5, last_result=10)
    arxiv.announce(FRIDAY, *several(20, published=NOON + timedelta(seconds=59)))
    with pytest.raises(MalformedAnswer, match="in order"):
        await narrow.submitted(BOATS, (NOON, NOON + timedelta(minutes=1)), 100)
