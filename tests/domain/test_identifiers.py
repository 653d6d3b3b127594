"""Every form of an id or link is read, everything else refused with the reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import NotAPaperId
from domain.identifiers import PaperId
from domain.taxonomy import OLD_ID_ARCHIVES

HOSTS = ["arxiv.org", "www.arxiv.org", "export.arxiv.org", "cn.arxiv.org", "xxx.lanl.gov"]
KINDS = ["abs", "pdf", "html", "format", "ps", "src", "e-print", "bibtex", "tb", "list"]
IDS = [
    ("2403.04634", "2403.04634"),
    ("2403.04634v2", "2403.04634v2"),
    ("0704.0125v1", "0704.0125v1"),
    ("hep-th/9901001", "hep-th/9901001"),
    ("hep-th/9901001v3", "hep-th/9901001v3"),
    ("math.GT/0309136", "math/0309136"),
    ("cs.CV/0703101v12", "cs/0703101v12"),
    ("cond-mat.mtrl-sci/0703001", "cond-mat/0703001"),
]

new_ids = st.builds(
    lambda year, month, number: (
        f"{year:02}{month:02}.{number:0{5 if year * 100 + month >= 1501 else 4}}"
    ),
    st.integers(min_value=8, max_value=40),
    st.integers(min_value=1, max_value=12),
    st.integers(min_value=1, max_value=9999),
)
old_ids = st.builds(
    lambda archive, year, month, number: f"{archive}/{year:02}{month:02}{number:03}",
    st.sampled_from(sorted(OLD_ID_ARCHIVES)),
    st.sampled_from([*range(92, 100), *range(7)]),
    st.integers(min_value=1, max_value=12),
    st.integers(min_value=1, max_value=999),
)
paper_ids = st.builds(
    PaperId,
    st.one_of(new_ids, old_ids),
    st.one_of(st.none(), st.integers(min_value=1, max_value=999)),
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("scheme", ["https://", "http://", ""])
def test_every_arxiv_link_is_read(scheme: str, host: str, kind: str) -> None:
    """All hosts, all kinds of page, all forms of id."""
    for written, canonical in IDS:
        assert str(PaperId.parse(f"{scheme}{host}/{kind}/{written}")) == canonical


@pytest.mark.parametrize(("written", "canonical"), IDS)
def test_bare_ids_are_read(written: str, canonical: str) -> None:
    """An id alone, in any case, with or without the scheme."""
    for form in (written, f" {written}\n", f"arXiv:{written}", f"ARXIV:{written}",
                 f"arxiv: {written}", f"arXiv:{written} [cs.CV]", f"oai:arXiv.org:{written}",
                 f"{written}.pdf", f"arXiv.{written}"):  # fmt: skip
        assert str(PaperId.parse(form)) == canonical


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("https://arxiv.org/pdf/2403.04634.pdf", "2403.04634"),
        ("https://arxiv.org/pdf/2403.04634v1.pdf", "2403.04634v1"),
        ("https://arxiv.org/pdf/hep-th/9901001v2.pdf", "hep-th/9901001v2"),
        ("https://arxiv.org/ps/hep-th/9901001.ps.gz", "hep-th/9901001"),
        ("https://arxiv.org/abs/2403.04634/", "2403.04634"),
        ("https://arxiv.org/abs//2403.04634", "2403.04634"),
        ("http://arxiv.org:80/abs/2403.04634", "2403.04634"),
        ("HTTPS://ARXIV.ORG/ABS/2403.04634V2", "2403.04634v2"),
        ("https://arxiv.org/abs/quant-ph%2F0201082", "quant-ph/0201082"),
        ("https://arxiv.org/2403.04634", "2403.04634"),
        ("arxiv.org/hep-th/9901001", "hep-th/9901001"),
        ("https://doi.org/10.48550/arXiv.2403.04634", "2403.04634"),
        ("https://dx.doi.org/10.48550/ARXIV.HEP-TH/9901001", "hep-th/9901001"),
        ("doi:10.48550/arxiv.math/0309136", "math/0309136"),
        ("10.48550/arXiv.2403.04634v2", "2403.04634v2"),
        ("https://huggingface.co/papers/2403.04634", "2403.04634"),
        ("https://hf.co/papers/2403.04634", "2403.04634"),
        ("https://www.alphaxiv.org/abs/2403.04634v1", "2403.04634v1"),
        ("https://alphaxiv.org/overview/2403.04634", "2403.04634"),
        ("https://ar5iv.org/abs/2403.04634", "2403.04634"),
        ("https://ar5iv.labs.arxiv.org/html/hep-th/9901001", "hep-th/9901001"),
        ("https://arxiv.org/ftp/arxiv/papers/2403/2403.04634.pdf", "2403.04634"),
        ("sample/0000001", "sample/0000001"),
    ],
)
def test_other_links_are_read(written: str, canonical: str) -> None:
    """File endings, DOIs, mirrors and readers of arXiv."""
    assert str(PaperId.parse(written)) == canonical


@pytest.mark.parametrize(
    "around",
    [
        "See {}.", "({})", "“{}”", "<{}>", "[{}]", "{}, and so on", "{}; more", "{}!",
        "what of {}?", "**{}**", "_{}_", "`{}`", "{}...", "论文{}很好。", "论文：{}，很好", "{}。",
    ],
)  # fmt: skip
@pytest.mark.parametrize("named", ["2403.04634v2", "https://arxiv.org/abs/2403.04634v2"])
def test_is_found_in_running_text(around: str, named: str) -> None:
    """Punctuation, markup and scripts without blanks around it do not matter."""
    assert str(PaperId.parse(around.format(named))) == "2403.04634v2"


@pytest.mark.parametrize(
    "tail",
    ["?context=cs.CV", "?download=true#page=3", "#S3.SS1", "#2403.00001", "?see=2403.00001v2"],
)
def test_queries_and_fragments_do_not_matter(tail: str) -> None:
    """Whatever follows a link's path names no other paper."""
    assert str(PaperId.parse(f"https://arxiv.org/html/2403.04634v1{tail}")) == "2403.04634v1"


def test_markdown_links_are_read() -> None:
    """Text and target of a link, and links without a blank between."""
    assert str(PaperId.parse("[paper](https://arxiv.org/abs/2403.04634)")) == "2403.04634"
    assert str(PaperId.parse("[2403.04634](https://arxiv.org/pdf/2403.04634v1)")) == "2403.04634v1"
    links = "[a](https://arxiv.org/abs/2403.04634?x),[b](https://arxiv.org/abs/2403.04635)"
    assert [str(paper) for paper in PaperId.find(links)] == ["2403.04634", "2403.04635"]


def test_the_most_exact_naming_counts() -> None:
    """One paper with and without version is one paper, in that version."""
    assert str(PaperId.parse("2403.04634, as in arXiv:2403.04634v2")) == "2403.04634v2"


def test_finds_all_papers_once_in_order() -> None:
    """Every paper that a text names, none twice."""
    text = "We extend hep-th/9901001, 2403.04634v1 (see arxiv.org/abs/2403.04634v1) and 0704.0125."
    assert [str(paper) for paper in PaperId.find(text)] == [
        "hep-th/9901001",
        "2403.04634v1",
        "0704.0125",
    ]
    assert PaperId.find("Nothing here, 12345, 3.14159, 10.1000/2403.04634.") == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "There is no arXiv id here"),
        (" \n", "There is no arXiv id here"),
        ("diffusion models", "“diffusion models” is not an arXiv id or link"),
        ("https://arxiv.org/list/cs.CV/new", "is not an arXiv id or link"),
        ("https://arxiv.org/search/?query=2403.04634", "is not an arXiv id or link"),
        ("https://doi.org/10.1000/2403.04634", "is not an arXiv id or link"),
        ("192.168.2403.04634", "is not an arXiv id or link"),
        ("2403.04634v1000", "is not an arXiv id or link"),
        ("x" * 500, "…” is not an arXiv id or link"),
        ("2413.04634", "no month 13"),
        ("2400.04634", "no month 00"),
        ("2403.0463", "ids of 2403 have 5 digits"),
        ("2403.046345", "ids of 2403 have 5 digits"),
        ("1412.12345", "ids of 1412 have 4 digits"),
        ("0703.0001", "began in April 2007"),
        ("2403.00000", "numbers begin at 1"),
        ("2403.04634v0", "versions begin at 1"),
        ("hep-th/0704001", "ended in March 2007"),
        ("hep-th/9913001", "no month 13"),
        ("hep-th/9901000", "numbers begin at 1"),
        ("boats/9901001", "no archive “boats”"),
        ("2403.04634 and 2403.03485", "names several papers, 2403.04634 and 2403.03485"),
    ],
)
def test_anything_else_is_refused_with_the_reason(text: str, reason: str) -> None:
    """The message says what is wrong, the hint how to do it right."""
    with pytest.raises(NotAPaperId) as caught:
        PaperId.parse(text)
    assert reason in str(caught.value.message)
    assert caught.value.hint


@pytest.mark.parametrize("digits", ["٢٤٠٣.٠٤٦٣٤", "２４０３．０４６３４", "2403.0463４"])
def test_other_scripts_digits_are_no_id(digits: str) -> None:
    """Only the digits 0 to 9 make an id, so that one paper has one spelling."""
    with pytest.raises(NotAPaperId):
        PaperId.parse(digits)


def test_links_are_canonical() -> None:
    """Links lead to arXiv's own pages; a sample paper has none."""
    paper = PaperId.parse("http://export.arxiv.org/pdf/math.GT/0309136v2.pdf")
    assert paper.abs_url == "https://arxiv.org/abs/math/0309136v2"
    assert paper.pdf_url == "https://arxiv.org/pdf/math/0309136v2"
    assert paper.latest == PaperId("math/0309136")
    sample = PaperId.parse("sample/0000001")
    assert sample.is_sample
    assert (sample.abs_url, sample.pdf_url) == ("", "")


@given(paper_ids)
def test_round_trip(paper: PaperId) -> None:
    """What an id is written as is read as the same id, and so are its links."""
    assert PaperId.parse(str(paper)) == paper
    assert PaperId.parse(paper.abs_url) == paper
    assert PaperId.parse(f"{paper.pdf_url}.pdf") == paper
    assert PaperId.find(f"see {paper}, and") == (paper,)


FRAGMENTS = st.sampled_from(
    [
        *KINDS, *HOSTS, "https://", "/", ".", "v", "2403.04634", "hep-th", "9901001", "arXiv:", " ",
        "10.48550/arXiv.", "doi.org/", "?", "#", "%", "%2F", "math.GT", "(", "]", "é", "文", "\n",
    ]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(FRAGMENTS, max_size=15).map("".join)))
def test_raises_nothing_else(text: str) -> None:
    """Whatever comes, the answer is an id in canonical form or NotAPaperId."""
    found = PaperId.find(text)
    for paper in found:
        assert str(paper).isascii()
        assert PaperId.parse(str(paper)) == paper
    if len({paper.base for paper in found}) == 1:
        assert PaperId.parse(text) in found
        return
    with pytest.raises(NotAPaperId) as caught:
        PaperId.parse(text)
    assert 0 < len(str(caught.value.message)) < 250


@pytest.mark.parametrize(
    "unit",
    [
        "a.", "a-", "1", "1.", "a/", "hep-th/", "arxiv.org/", "https://", "2403.04634", "%41",
        "arXiv:", "arxiv ", "10.48550/", " ", "(", "math.", "a.arxiv.org/x ", "é",
    ],
)  # fmt: skip
def test_long_texts_cost_no_more_than_their_length(unit: str) -> None:
    """100 KB of anything are searched in a moment; what grew with the square took minutes."""
    text = unit * (100_000 // len(unit))
    assert set(PaperId.find(f"{text} 2403.00001")) >= {PaperId("2403.00001")}
