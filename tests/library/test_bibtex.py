"""BibTeX that others read as it was meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.identifiers import PaperId
from domain.metadata.citations import Citation
from domain.metadata.names import name_of
from domain.papers import Author, Paper
from rendering.files.bibtex import to_bibtex
from tests.library.parsers import PARSERS, Entry
from tests.library.records import FORMULA, RECORDS, paper

CITED = tuple(map(Citation, RECORDS))


def expected(one: Paper) -> Entry:
    """What a parser should find of a paper."""
    fields = {
        "title": one.title,
        "year": str(one.published.year if one.published else ""),
        "journal": one.journal_ref,
        "doi": one.doi,
        "eprint": one.id.base,
        "archiveprefix": "arXiv",
        "primaryclass": one.primary,
        "version": str(one.id.version),
        "url": f"https://arxiv.org/abs/{one.id.base}",
    }
    told = {name: value for name, value in fields.items() if value}
    kind = "article" if one.journal_ref else "misc"
    return Entry(kind, tuple(author.name for author in one.authors), told)


@pytest.mark.parametrize("parser", PARSERS)
def test_each_parser_reads_what_was_written(parser: str) -> None:
    """Kind, authors in order, each field; what is escaped and braced is as arXiv has it."""
    read = PARSERS[parser](to_bibtex(CITED))
    assert {key.lower(): read[key] for key in read} == {
        one.key: expected(one.paper) for one in CITED
    }


def test_names_keep_their_parts() -> None:
    """A body is in braces, and so is what BibTeX would take for a particle."""
    text = to_bibtex(CITED)
    for shown in (
        "{The Lantern Collaboration} and {Zi-ang} Cao",
        "John {Smith Jr.} and Kenneth Arnold {Weber II}",
        "Olatz {Perez-de-Viñaspre} and Daniel {ben-Avraham}",
        "Suharto and danah boyd and {Rope and Lantern Project}",
        "Anton van den Hengel and Li Wei",
    ):
        assert f"author = {{{shown}}}" in text


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("BERT & friends: 50% of GPT-4", r"{BERT} \& friends: 50\% of {GPT-4}"),
        ("Sampling deep nets with Bayesian eyes", "Sampling deep nets with {Bayesian} eyes"),
        ("Deep Nets With Bayesian Eyes", "Deep Nets With Bayesian Eyes"),
        ("A {brace", r"A \textbraceleft{}brace"),
        ("Mass of $W^\\pm$ bosons", r"Mass of $W^\pm$ bosons"),
        ("Odd $a_{b$ maths", r"Odd \$a\_\textbraceleft{}b\$ maths"),
    ],
)  # fmt: skip
def test_titles_keep_what_says_something(title: str, shown: str) -> None:
    """Capitals of names and acronyms, formulas, and signs that TeX would read."""
    assert f"title = {{{shown}}}" in to_bibtex([Citation(paper("2403.00001", title))])


def test_a_formula_is_in_latex() -> None:
    """Where its LaTeX is known; a brace too many would end the entry, so it is not."""
    assert r"title = {Sorting in $\mathcal{O}(n^2)$ time}" in to_bibtex([Citation(FORMULA)])


def test_a_key_depends_on_nothing_but_the_paper() -> None:
    """Neither on its version nor on what is exported beside it, and no two papers share one."""
    alone = Citation(RECORDS[0]).key
    later = replace(RECORDS[0], id=PaperId("2403.00001", 5), title="Another title")
    assert alone == Citation(later).key == "lovelace-2403.00001"
    assert len({one.key for one in CITED}) == len(CITED)


@given(
    st.lists(st.text(max_size=12).filter(str.strip), min_size=1, max_size=3),
    st.text(max_size=30),
)
@settings(max_examples=60)
def test_any_text_leaves_the_entry_whole(names: Sequence[str], title: str) -> None:
    """One entry with its id, whatever authors and titles hold."""
    authors = tuple(map(Author, names))
    text = to_bibtex([Citation(replace(RECORDS[0], title=title, authors=authors), note=title)])
    for read in (PARSERS["bibtexparser"](text), PARSERS["pybtex"](text)):
        (entry,) = read.values()
        assert entry.fields["eprint"] == "2403.00001"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Ada Lovelace", ("Ada", "", "Lovelace", "")),
        ("Anton van den Hengel", ("Anton", "van den", "Hengel", "")),
        ("Juan de la Cruz Jr.", ("Juan", "de la", "Cruz", "Jr.")),
        ("Kenneth Arnold Weber II", ("Kenneth Arnold", "", "Weber", "II")),
        ("Plato", ("", "", "Plato", "")),
        ("ATLAS Collaboration", ("", "", "ATLAS Collaboration", "")),
    ],
)
def test_names_are_taken_apart(text: str, parts: tuple[str, str, str, str]) -> None:
    """For forms that want given and family names by themselves."""
    name = name_of(text)
    assert (name.given, name.particle, name.family, name.suffix) == parts
