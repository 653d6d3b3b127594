"""Topics on the real records: naive reading, arXiv's API, and the catalogue give one answer."""

from __future__ import annotations

import random
import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from typing import Any
from urllib.parse import urlencode

import pytest

from domain.identifiers import PaperId
from domain.papers import Author, Paper
from domain.topics import Category, Field, Query, Term, Together, leaves
from papers.text.latex import readable
from tests.corpus.conftest import StandIn
from tests.topics import naive
from tests.topics.drawn import JOINED, asked
from topics.arxiv_query import to_arxiv
from topics.catalogue import ReadyTopic, catalogue, topic_from
from topics.index import PaperIndex
from topics.language import parse_query
from topics.postings.lexicon import Lexicon, readings
from topics.tokens import typed_words, words_of

PAGE = 2000
SAMPLE = 150
AFTER_ALL = ("--frozen", "--now", "2027-01-04T12:00:00Z")

Records = Callable[[str], Iterator[dict[str, Any]]]
Papers = tuple[Paper, ...]


@pytest.fixture(scope="module")
def plain(merged: list[dict[str, Any]]) -> Papers:
    """The recorded papers whose title and abstract are written in words alone.

    Without LaTeX, possessives, numbers with a point, plurals of capitals and letters beyond ASCII,
    which the API takes apart otherwise.
    """
    strange = re.compile(r"[^\x00-\x7f]|[\\$'^_*#]|\+\+|\d[.,]\d|[A-Z]{2}s\b|\s\.[nN]")
    written = (record for record in merged if not strange.search(_text(record)))
    return tuple(map(_paper, written))


@pytest.fixture(scope="module")
def real(merged: list[dict[str, Any]]) -> Papers:
    """All recorded papers, as people read them."""
    return tuple(map(_paper, merged))


@pytest.fixture(scope="module")
def merged(records: Records) -> list[dict[str, Any]]:
    """All records, the fields of later files over those of earlier ones."""
    found: dict[str, dict[str, Any]] = {}
    for record in records("records-*"):
        found[record["id"]] = found.get(record["id"], {}) | record
    return list(found.values())


def _text(record: dict[str, Any]) -> str:
    return f"{record['title']} {record['abstract']}"


def _paper(record: dict[str, Any]) -> Paper:
    names = [a if isinstance(a, str) else a["name"] for a in record.get("authors") or ()]
    return Paper(
        id=PaperId.parse(record["id"]),
        title=readable(record["title"]),
        authors=tuple(map(Author, names)),
        abstract=readable(record["abstract"]),
        categories=tuple(record["categories"]),
        primary=record.get("primary_category", record["categories"][0]),
    )


@pytest.fixture(scope="module")
def index(real: Papers) -> PaperIndex:
    """All recorded papers."""
    return PaperIndex(real)


def test_a_batch_is_matched_as_told_naively(real: Papers) -> None:
    """The catalogue's and random queries find what reading every paper word by word finds."""
    chance = random.Random(3)
    papers = tuple(chance.sample(real, SAMPLE))
    queries = [ready.topic.query for ready in catalogue()] + list(asked(chance, papers, 300))
    batch = PaperIndex(papers)
    found = {query: batch.matching(query) for query in queries}
    for query in queries:
        read = {paper.id.base for paper in papers if naive.matches(query, paper)}
        assert found[query] == read, str(query)


def test_words_that_hyphens_join_and_numbers_are_matched_as_told_naively(plain: Papers) -> None:
    """As they stand in a paper, apart, as one word, and within words looked for together."""
    chance = random.Random(8)
    papers = tuple(chance.sample(plain, SAMPLE))
    queries = list[Query]()
    for query in asked(chance, papers, 200, JOINED):
        texts = [leaf.text for leaf in leaves(query) if isinstance(leaf, Term)]
        others = [text.replace("-", by) for text in texts for by in (" ", "") if "-" in text]
        others += [re.sub(r"(?<=[a-z]{2}) ?(?=[0-9])", by, text) for text in texts for by in " -"]
        queries += [query, *map(Term, others), *map(Together, [t for t in others if " " in t])]
    assert len(queries) > 500
    batch = PaperIndex(papers)
    for query in dict.fromkeys(queries):
        read = {paper.id.base for paper in papers if naive.matches(query, paper)}
        assert batch.matching(query) == read, str(query)


def test_a_batch_is_matched_as_each_paper_alone(real: Papers) -> None:
    """No paper matches because of the others."""
    chance = random.Random(4)
    papers = tuple(chance.sample(real, SAMPLE))
    queries = [ready.topic.query for ready in catalogue()] + list(asked(chance, papers, 100))
    alone: dict[Query, set[str]] = {query: set() for query in queries}
    for paper in papers:
        one = PaperIndex([paper])
        for query in queries:
            alone[query] |= one.matching(query)
    batch = PaperIndex(papers)
    assert {query: batch.matching(query) for query in queries} == alone


def test_authors_are_matched_as_told_naively(real: Papers) -> None:
    """Names of two or three plain words, in full, shortened and turned round."""
    chance = random.Random(5)
    usual = re.compile(r"[A-Z][a-z]+(?: [A-Z]\.)? [A-Z][a-z]{2,}")
    papers = [
        paper
        for paper in real
        if paper.authors and all(usual.fullmatch(author.name) for author in paper.authors)
    ][:400]
    assert len(papers) == 400
    batch = PaperIndex(papers)
    for paper in chance.sample(papers, 60):
        given, *_, surname = chance.choice(paper.authors).name.split()
        for name in (f"{given} {surname}", f"{given[0]} {surname}", f"{surname} {given}"):
            query = Term(name, Field.AUTHOR)
            read = {one.id.base for one in papers if naive.matches(query, one)}
            assert batch.matching(query) == read
            assert paper.id.base in read


def test_the_api_finds_what_the_index_finds(standin: Callable[..., StandIn], plain: Papers) -> None:
    """A query means the same at the API on all plain papers, where the languages allow it.

    That is where each of its words has the same forms here as it has the same stem there.
    """
    recorded = standin(*AFTER_ALL)
    chance = random.Random(6)
    queries = [ready.topic.query for ready in catalogue()]
    queries += list(asked(chance, plain, 120))
    queries += [leaf for ready in catalogue() for leaf in leaves(ready.topic.query)]
    queries += map(parse_query, ("cat:astro-ph", "cat:cs.SY", "cat:math-ph", "cat:nlin"))
    comparable = {paper.id.base for paper in plain}
    assert len(comparable) > 1000
    batch, alike = PaperIndex(plain), _Alike(plain)
    compared = [query for query in dict.fromkeys(queries) if alike.are(query)]
    assert len(compared) > 300
    for query in compared:
        told = set(_found_by_api(recorded, query)) & comparable
        assert told == batch.matching(query), str(query)


class _Alike:
    """Says whether a query's words have the same forms here and, by their stems, at the API."""

    def __init__(self, papers: Papers) -> None:
        self._lexicon = Lexicon()
        texts = {text for paper in papers for text in (paper.title, paper.abstract)}
        words = {part for text in texts for word in words_of(text) for part in word.split("-")}
        for text in texts:
            self._lexicon.numbers(words_of(text))
        self._stems = _porter(words)
        self._of_stem: dict[str, set[str]] = defaultdict(set)
        for word, stem in self._stems.items():
            self._of_stem[stem].add(word)

    def are(self, query: Query) -> bool:
        """Whether all words of a query are."""
        return all(isinstance(leaf, Category) or self._is(leaf) for leaf in leaves(query))

    def _is(self, term: Term | Together) -> bool:
        words = [part for word in typed_words(term.text) for part in word.split("-")]
        if len(self._lexicon.sequences(readings(typed_words(term.text)))) != 1:
            return False
        for word in words:
            stem = self._stems.get(word) or _porter({word})[word]
            there = (self._lexicon.forms(one, exactly=True) for one in self._of_stem[stem])
            if self._lexicon.forms(word) != frozenset[int]().union(*there):
                return False
        return True


def _porter(words: Collection[str]) -> dict[str, str]:
    """Words with their stems, as SQLite's tokenizer tells them."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE VIRTUAL TABLE word USING fts5(text, tokenize='porter unicode61')")
        database.execute("CREATE VIRTUAL TABLE stem USING fts5vocab(word, 'instance')")
        told = sorted(words)
        rows = enumerate(told, start=1)
        database.executemany("INSERT INTO word(rowid, text) VALUES (?, ?)", rows)
        return {told[doc - 1]: term for term, doc in database.execute("SELECT term, doc FROM stem")}


def test_the_api_finds_authors_that_the_index_finds(
    standin: Callable[..., StandIn], real: Papers, index: PaperIndex
) -> None:
    """What we find by an author, the API finds too.

    The API wants all words in one name, in any order, and takes an initial for any word that
    begins so. Ours must stand as a person would write them, so they are among the API's.
    """
    recorded = standin(*AFTER_ALL)
    chance = random.Random(7)
    written = [paper for paper in real if paper.authors]
    usual = re.compile(r"[A-Z][a-z]{2,} [A-Z][a-z]{2,}")
    names = [author.name for paper in chance.sample(written, 80) for author in paper.authors]
    for name in [name for name in names if usual.fullmatch(name)][:40]:
        given, surname = name.split()
        full = Term(name, Field.AUTHOR)
        short = Term(f"{given[0]} {surname}", Field.AUTHOR)
        assert index.matching(full)
        assert index.matching(full) <= index.matching(short)
        assert index.matching(full) <= set(_found_by_api(recorded, full))
        assert index.matching(short) <= set(_found_by_api(recorded, short))


def test_plain_diffusion_models_finds_all_of_them(real: Papers, index: PaperIndex) -> None:
    """The ready topic misses no paper of computing that says "diffusion model" or "models"."""
    says = re.compile(r"\bdiffusion[\s-]+models?\b", re.IGNORECASE)
    wanted = {
        paper.id.base
        for paper in real
        if says.search(f"{paper.title} | {paper.abstract}")
        and any(naive.is_filed_under(paper, archive) for archive in ("cs", "eess", "stat"))
    }
    assert len(wanted) > 300
    assert wanted <= index.matching(topic_from("diffusion models").query)


def test_papers_listed_by_people_rank_by_what_they_are_about(
    real: Papers, index: PaperIndex
) -> None:
    """On the digests of March 2024 a clinical checklist and a mesh paper stand below the rest."""
    matches = index.matches(topic_from("扩散模型"))
    ranks = {match.paper.id.base: place for place, match in enumerate(matches)}
    survey, gif, checklist, mesh = (
        ranks[base] for base in ("2403.04279", "2403.04634", "2403.02558", "2403.02561")
    )
    assert survey < gif < min(checklist, mesh)
    assert min(checklist, mesh) > len(ranks) / 2


@pytest.mark.parametrize("ready", catalogue(), ids=lambda ready: ready.name)
def test_ready_topics_of_the_recorded_fields_find_something(
    ready: ReadyTopic, real: Papers, index: PaperIndex
) -> None:
    """The weeks are of vision and language; there every topic of those fields has papers."""
    found = index.matching(ready.topic.query)
    if ready.field in ("Computer vision", "Image and video generation", "Language models"):
        assert len(found) >= 10
    assert len(found) < len(real) / 1.5


def _found_by_api(recorded: StandIn, query: Query) -> Iterator[str]:
    """Base ids of everything that the API finds, page by page."""
    start, found = 0, [""] * PAGE
    while len(found) == PAGE:
        asking = {"search_query": to_arxiv(query), "start": start, "max_results": PAGE}
        page = recorded.get(f"/api/query?{urlencode(asking)}").decode()
        found = re.findall(r"<id>https?://arxiv\.org/abs/(.+?)</id>", page)
        yield from (PaperId.parse(each).base for each in found)
        start += PAGE
