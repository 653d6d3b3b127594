"""Code and project links are found, each once and in one spelling."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.links import is_code, project_links


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("Code: https://github.com/boats/fold.", "https://github.com/boats/fold"),
        ("(see http://github.com/boats/fold)", "https://github.com/boats/fold"),
        ("at github.com/boats/fold, and", "https://github.com/boats/fold"),
        ("https://www.GitHub.com/Boats/Fold/", "https://github.com/Boats/Fold"),
        ("https://github.com/boats/fold.git", "https://github.com/boats/fold"),
        ("[code](https://gitlab.com/boats/fold)", "https://gitlab.com/boats/fold"),
        ("**https://bitbucket.org/boats/fold**", "https://bitbucket.org/boats/fold"),
        ("https://boats.github.io/fold/", "https://boats.github.io/fold/"),
        ("boats.github.io.", "https://boats.github.io"),
        ("huggingface.co/boats/fold-7b", "https://huggingface.co/boats/fold-7b"),
        ("https://zenodo.org/records/123", "https://zenodo.org/records/123"),
        ("https://sites.google.com/view/boats", "https://sites.google.com/view/boats"),
        ("https://anonymous.4open.science/r/a-1/", "https://anonymous.4open.science/r/a-1"),
        ("http://boats.example/a_(b)?x=1&y=2#z", "http://boats.example/a_(b)?x=1&y=2#z"),
        ("代码：https://github.com/boats/fold。", "https://github.com/boats/fold"),
        ("“https://boats.example/x”…", "https://boats.example/x"),
        ("https://boats.example:8080/x", "https://boats.example:8080/x"),
        ("urlhttps://github.com/boats/fold", "https://github.com/boats/fold"),
        ("https: //github.com/boats/fold", "https://github.com/boats/fold"),
    ],
)
def test_is_found_without_the_sentence_around_it(text: str, link: str) -> None:
    """In one spelling, without the punctuation that follows."""
    assert project_links(text) == (link,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://arxiv.org/abs/2403.04634 and export.arxiv.org/abs/2403.04634",
        "https://doi.org/10.1000/x, https://dx.doi.org/10.1000/x",
        "https://huggingface.co/papers/2403.04634",
        "https://github.com/ and github.com and https://huggingface.co",
        "https://ada:secret@boats.example/x",
        "ada@github.com/boats",
        "ftp://boats.example/x",
        "javascript://boats.example/x",
        "https://localhost/x and https://10.0.0.1/x and https://boats/x",
        "https://boats.example:99999/x",
        "example.org/boats, i.e. e.g. U.S.A. v1.2.3 and a.b.c",
        "https://boats.example/" + "x" * 400,
    ],
)
def test_is_no_project_link(text: str) -> None:
    """Papers, front pages, credentials, other schemes, private hosts, abbreviations."""
    assert project_links(text) == ()


def test_each_once_in_order_over_all_texts() -> None:
    """Abstract and comment often name the same page."""
    abstract = "See https://boats.github.io/fold and https://github.com/boats/fold."
    comment = (
        "http://GITHUB.com/boats/fold/ ; https://gitlab.com/a/b; https://boats.github.io/fold/"
    )
    assert project_links(abstract, comment) == (
        "https://boats.github.io/fold",
        "https://github.com/boats/fold",
        "https://gitlab.com/a/b",
    )


def test_what_a_line_break_cut_is_not_guessed() -> None:
    """A link that goes on after a blank is given as far as it goes, or not at all."""
    assert project_links("https://github.com/boats/ fold") == ("https://github.com/boats",)
    assert project_links("https://github.com/ boats/fold") == ()


def test_code_is_told_from_other_pages() -> None:
    """Hosts of source code, also a university's own."""
    assert is_code("https://github.com/boats/fold")
    assert is_code("https://gist.github.com/x")
    assert is_code("https://gitlab.boats.example/x")
    assert not is_code("https://boats.github.io/fold")
    assert not is_code("https://notgithub.com/x")
    assert not is_code("https://huggingface.co/boats/fold")
    assert not is_code("")


PIECES = ["https://", "http://", "github.com", "/", "a", "b.c", "(", ")", "]", ".", ",", ":", "@"]


@given(st.one_of(st.text(), st.lists(st.sampled_from([*PIECES, "8", " ", "?"])).map("".join)))
def test_links_are_well_formed_and_stay_as_they_are(text: str) -> None:
    """Whatever comes, each link parses, has no credentials, and is found again as itself."""
    for link in project_links(text):
        parts = urlsplit(link)
        assert parts.scheme in ("http", "https")
        assert parts.hostname
        assert "." in parts.hostname
        assert parts.username is None
        assert parts.port is None or parts.port < 65_536
        assert link.isascii()
        assert project_links(link) == (link,)


@pytest.mark.parametrize(
    "unit", ["a.", "a-", "https://", "github.com/", "(", ")", "a.b/", "x" * 63 + "."]
)
def test_long_texts_cost_no_more_than_their_length(unit: str) -> None:
    """100 KB of anything are searched in a moment."""
    found = project_links(unit * (100_000 // len(unit)) + " https://github.com/boats/fold")
    assert "https://github.com/boats/fold" in found
