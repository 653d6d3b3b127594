"""Invented papers and queries, made so that they often meet."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from hypothesis import strategies as st

from domain.identifiers import PaperId
from domain.papers import Author, Paper
from domain.topics import And, Category, Field, Not, Or, Query, Term, Together

WORDS = (
    "diffusion",
    "diffuse",
    "model",
    "models",
    "modelling",
    "Gaussian",
    "splatting",
    "agents",
    "agent",
    "naïve",
    "naive",
    "k-means",
    "means",
    "text-to-image",
    "image",
    "images",
    "3D",
    "of",
    "or",
    "and",
    "quantum",
    "codes",
    "coding",
    "news",
    "new",
    "generative",
    "generation",
    "pretraining",
    "pre-trained",
    "training",
    "colour",
    "colored",
    "time",
    "series",
    "time-series",
    "timeseries",
    "pre",
    "kmeans",
    "k",
    "Llama",
    "3",
    "Llama3",
    "v8",
    "YOLO-v8",
    "zero-shot",
    "zero",
    "shot",
    "text",
    "to",
    "image-to-text",
    "text2image",
    "2.5",
)
GIVEN = ("Ada", "Bo", "Ada M.", "Jean-Luc", "Zoë")
SURNAMES = ("Lindqvist", "Okafor", "Müller", "Lee", "Ada")
CATEGORIES = ("cs.CV", "cs.CL", "stat.ML", "eess.SY", "cs.SY", "math-ph", "math.MP", "hep-th")
FILED = (*CATEGORIES, "astro-ph", "cmp-lg", "math.NA", "cs.NA")
ASKED = (*CATEGORIES, "cs", "math", "stat", "astro-ph", "eess", "cmp-lg", "econ.GN")


def paper(
    number: int = 1,
    title: str = "A title",
    abstract: str = "An abstract.",
    authors: Sequence[str] = ("Ada Lindqvist",),
    categories: Sequence[str] = ("cs.CV",),
    comment: str | None = None,
) -> Paper:
    """An invented paper."""
    return Paper(
        id=PaperId(f"2401.{number:05}"),
        title=title,
        authors=tuple(map(Author, authors)),
        abstract=abstract,
        categories=tuple(categories),
        primary=categories[0],
        comment=comment,
    )


def _running_text(most: int) -> st.SearchStrategy[str]:
    words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=most)
    return st.tuples(words, st.sampled_from([" ", ", ", "; "])).map(
        lambda pair: pair[1].join(pair[0])
    )


names = st.builds("{} {}".format, st.sampled_from(GIVEN), st.sampled_from(SURNAMES))
papers = st.builds(
    paper,
    number=st.integers(1, 9),
    title=_running_text(5),
    abstract=_running_text(14),
    authors=st.lists(names, min_size=1, max_size=3),
    categories=st.lists(st.sampled_from(FILED), min_size=1, max_size=3, unique=True),
    comment=st.one_of(
        st.none(),
        _running_text(5),
        st.sampled_from(("Accepted at NeurIPS 2026", "Code: https://github.com/a/b", "9 pages")),
    ),
)

_phrases = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
_name_words = st.sampled_from([*SURNAMES, "Ada", "Bo", "Zoe", "Jean", "A", "B", "M", "J", "L"])
_name_parts = st.lists(_name_words, min_size=1, max_size=3).map(" ".join)
_plain_words = st.lists(
    st.sampled_from([word for word in WORDS if word not in ("of", "or", "and", "new", "to")]),
    min_size=2,
    max_size=4,
)
_together = st.builds(
    Together,
    _plain_words.map(" ".join),
    st.sampled_from([Field.ANY, Field.TITLE, Field.ABSTRACT]),
)
meeting_leaves: st.SearchStrategy[Query] = st.one_of(
    st.builds(Term, _phrases, st.sampled_from([Field.ANY, Field.TITLE, Field.ABSTRACT])),
    st.builds(Term, _name_parts, st.just(Field.AUTHOR)),
    st.builds(Term, _phrases, st.just(Field.COMMENT)),
    st.builds(Term, st.sampled_from(("NeurIPS", "NeurIPS 2026", "ICML")), st.just(Field.VENUE)),
    st.just(Term("code", Field.HAS)),
    st.builds(Category, st.sampled_from(ASKED)),
    _together,
)


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


_typed = (
    st.text(
        st.characters(
            exclude_categories=("Cc", "Cf", "Co", "Cs"),
            exclude_characters=[*'"“”„‟«»、−', *map(chr, range(0xFF01, 0xFF5F))],
        ),
        min_size=1,
        max_size=12,
    )
    .map(_tidy)
    .filter(lambda text: any(map(str.isalnum, text)))
)
any_leaves: st.SearchStrategy[Query] = st.one_of(
    meeting_leaves,
    st.builds(
        Term, _typed, st.sampled_from([Field.ANY, Field.TITLE, Field.ABSTRACT, Field.COMMENT])
    ),
    st.builds(
        Term,
        _typed.filter(lambda text: "," not in text and "_" not in text),
        st.just(Field.AUTHOR),
    ),
    st.sampled_from([Term(word) for word in ("OR", "and", "Not", "ANDNOT", "the", "or", "cs.CV")]),
)


def queries(leaves: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    """Queries as the language gives them: flat, without repeated parts."""
    return st.recursive(leaves, _grown, max_leaves=8)


def _grown(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    some = st.lists(inner, min_size=1, max_size=3)
    without = st.lists(inner.map(_excluded), max_size=2)
    return st.one_of(
        some.map(lambda parts: _collapsed(Or, parts)),
        st.tuples(some, without).map(lambda pair: _collapsed(And, [*pair[0], *pair[1]])),
    )


def _excluded(query: Query) -> Not:
    return Not(_side_by_side(query))


def _side_by_side(query: Query) -> Query:
    """Words that are left out stand side by side."""
    match query:
        case Together(text, field):
            return Term(text, field)
        case And(parts) | Or(parts):
            return _collapsed(type(query), [_side_by_side(part) for part in parts])
        case Not(part):
            return Not(_side_by_side(part))
    return query


def _collapsed(kind: type[And | Or], parts: Sequence[Query]) -> Query:
    flat: list[Query] = []
    for part in parts:
        flat += part.parts if isinstance(part, kind) else [part]
    distinct = tuple(dict.fromkeys(flat))
    return distinct[0] if len(distinct) == 1 else kind(distinct)
