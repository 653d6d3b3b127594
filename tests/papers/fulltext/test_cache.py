"""Papers kept: whole or not at all, within bounds, those used last the longest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import UnreadablePaper
from domain.fulltext import Figure, FullText, Section, Table, TextOrigin
from domain.identifiers import PaperId
from domain.messages import sentence
from papers.fulltext.cache import PaperCache
from papers.fulltext.sandbox.parcel import packed, packed_text, unpacked, unpacked_text
from tests.papers.fulltext import samples

BOATS = PaperId("2403.00001", 1)
HATS = PaperId("math/0309136", 2)

_WORDS = st.text(st.characters(codec="utf-8"), max_size=40)
_PAGE = st.integers(0, 300)
_PAGES = st.lists(st.tuples(st.integers(0, 40), _PAGE), max_size=2).map(tuple)
_FIGURES = st.builds(
    Figure, _WORDS, _WORDS, st.binary(max_size=50), st.just("image/png"), page=_PAGE
)
_TEXTS = st.builds(
    FullText,
    st.lists(st.builds(Section, _WORDS, _WORDS, st.integers(1, 6), _PAGES), max_size=4).map(tuple),
    st.lists(_FIGURES, max_size=4).map(tuple),
    st.sampled_from(TextOrigin),
    st.none() | _WORDS,
    st.lists(st.builds(Table, _WORDS, _WORDS, page=_PAGE), max_size=3).map(tuple),
)


@given(_TEXTS)
def test_texts_survive_packing(text: FullText) -> None:
    """What comes out is what went in."""
    assert unpacked_text(packed_text(text, base="x"))[0] == text


def test_parcels_of_before_are_read() -> None:
    """They have no pages."""
    told = {
        "origin": "pdf",
        "licence": None,
        "sections": [["Boats", "They float.", 1]],
        "figures": [["1", "A boat.", ""]],
        "tables": [["1", "Ponds.", [["Deep"]]]],
    }
    text, _, _ = unpacked_text(packed({"text": told}, [b""]))
    assert text.sections == (Section("Boats", "They float."),)
    assert (text.figures[0].page, text.tables[0].rows, text.tables[0].page) == (0, (("Deep",),), 0)


@pytest.mark.parametrize(
    "parcel",
    [b"", b"PCR1", packed({"a": 1})[:-3], packed({"a": 1}) + b"x", b"PCR1\x7f\xff\xff\xff{}"],
)
def test_damaged_parcels_are_refused(parcel: bytes) -> None:
    """Cut, padded or lying about its length."""
    with pytest.raises(UnreadablePaper):
        unpacked(parcel)


def test_papers_are_found_again_by_another_process(tmp_path: Path) -> None:
    """What is kept is in the folder, under the paper's id and version."""
    PaperCache(tmp_path, most_bytes=1_000_000).keep(HATS, samples.TEXT)
    cache = PaperCache(tmp_path, most_bytes=1_000_000)
    assert cache.find(HATS) == samples.TEXT
    assert cache.find(PaperId("math/0309136", 1)) is None
    assert [path.suffix for path in tmp_path.iterdir()] == [".paper"]


def test_papers_without_version_are_not_kept(tmp_path: Path) -> None:
    """Whichever is the latest will be another one day."""
    cache = PaperCache(tmp_path, most_bytes=1_000_000)
    cache.keep(BOATS.latest, samples.TEXT)
    assert cache.find(BOATS.latest) is None
    assert list(tmp_path.iterdir()) == []


def test_least_used_go_first(tmp_path: Path) -> None:
    """The folder stays within its bounds, and what was asked for last stays in it."""
    size = len(packed_text(samples.TEXT))
    cache = PaperCache(tmp_path, most_bytes=int(2.5 * size))
    ids = [PaperId(f"2403.0000{n}", 1) for n in range(1, 4)]
    for age, paper in zip((300, 200), ids, strict=False):
        cache.keep(paper, samples.TEXT)
        path = next(p for p in tmp_path.iterdir() if paper.base in p.name)
        os.utime(path, (path.stat().st_atime, path.stat().st_mtime - age))
    assert cache.find(ids[0]) is not None
    cache.keep(ids[2], samples.TEXT)
    assert [cache.find(paper) is not None for paper in ids] == [True, False, True]


def test_damaged_files_are_dropped(tmp_path: Path) -> None:
    """A file spoilt on disk counts as not there, and goes."""
    cache = PaperCache(tmp_path, most_bytes=1_000_000)
    cache.keep(BOATS, samples.TEXT)
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-10])
    assert cache.find(BOATS) is None
    assert list(tmp_path.iterdir()) == []


def test_refusals_are_remembered_for_a_day(tmp_path: Path) -> None:
    """A paper that cannot be read is not fetched again at once, but some day."""
    cache = PaperCache(tmp_path, most_bytes=1_000_000)
    cache.refuse(BOATS, sentence("The PDF is damaged."))
    with pytest.raises(UnreadablePaper, match="damaged"):
        cache.find(BOATS)
    (path,) = tmp_path.iterdir()
    os.utime(path, (path.stat().st_atime, path.stat().st_mtime - 25 * 3600))
    assert cache.find(BOATS) is None


def test_unfinished_files_of_a_crash_go(tmp_path: Path) -> None:
    """What was being written long ago never will be whole."""
    left = tmp_path / ".abc.part"
    left.write_bytes(b"half")
    os.utime(left, (0, 0))
    PaperCache(tmp_path, most_bytes=1_000_000).keep(BOATS, samples.TEXT)
    assert not left.exists()


@pytest.mark.parametrize("most_bytes", [0, 10])
def test_bounds_too_small_keep_nothing(tmp_path: Path, most_bytes: int) -> None:
    """Nothing is written that would have to go at once."""
    cache = PaperCache(tmp_path / "papers", most_bytes=most_bytes)
    cache.keep(BOATS, samples.TEXT)
    assert cache.find(BOATS) is None
    assert not (tmp_path / "papers").exists()


def test_folder_that_cannot_be_made_is_no_trouble(tmp_path: Path) -> None:
    """The paper is read all the same."""
    (tmp_path / "file").write_text("in the way")
    cache = PaperCache(tmp_path / "file" / "papers", most_bytes=1_000_000)
    cache.keep(BOATS, samples.TEXT)
    assert cache.find(BOATS) is None
