"""Tests of `composing.pages`: what digests and papers say, as documents."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from composing.pages import digest_document, evidence_document, paper_document
from domain.chats import Detail
from domain.digests import Coverage, Digest, Reason
from domain.documents import (
    Card,
    Document,
    Fold,
    Paragraph,
    Span,
)
from domain.identifiers import PaperId
from domain.messages import as_is
from domain.papers import AnnouncementKind, Author, BatchState, Paper
from domain.summaries import Analysis, Basis, Provenance
from domain.topics import Category, Field, Term
from rendering.common.plain import inline_text, visible_lines
from rendering.files.hexo import to_hexo
from rendering.files.markdown import to_markdown
from tests.digests.invented import (
    DAY,
    MADE_AT,
    batch,
    claim,
    digest,
    entry,
    paper,
    quiet_digest,
    reason,
    summary,
)
from tests.rendering.chat_letters import lines_of


def head(made: Digest) -> list[str]:
    """What a digest says before its first paper."""
    lines = []
    for block in digest_document(made, Detail.FULL).blocks:
        if not isinstance(block, Paragraph):
            break
        lines.append(inline_text(block.spans))
    return lines


def lines(document: Document) -> list[str]:
    """All that a reader sees."""
    return list(visible_lines(document))


def links(document: Document) -> list[str]:
    """All addresses in a document."""
    return [span.link for line in lines_of(document) for span in line if span.link]


def sample_paper(number: int) -> Paper:
    """An invented paper as the embedded sample has them."""
    return paper(number, id=PaperId(f"sample/{number:07}", 1), published=None, updated=None)


# What a digest rests on.


def test_a_digest_tells_its_topics_date_and_coverage() -> None:
    """The title names topic and date, the head how many of how many are shown."""
    document = digest_document(digest(), Detail.FULL)
    assert document.title == "Slow light — 8 March 2024"
    assert head(digest()) == ["Announced 239, matched 5, shown 3."]


@pytest.mark.parametrize(
    ("topics", "title"),
    [
        (("diffusion models", "NeRF"), "Diffusion models and NeRF — 8 March 2024"),
        (("a", "b", "c", "d"), "A and 3 more topics — 8 March 2024"),
        (("eBPF",), "eBPF — 8 March 2024"),
        (("cat:cs.CV",), "cat:cs.CV — 8 March 2024"),
    ],
)
def test_titles(topics: tuple[str, ...], title: str) -> None:
    """Many topics are counted in the title, then listed; words are capitalised."""
    document = digest_document(digest(topics=topics), Detail.FULL)
    assert document.title == title
    assert (f"Topics: {', '.join(topics)}" in lines(document)) is (len(topics) > 3)


@pytest.mark.parametrize(
    ("since", "title"),
    [
        (date(2024, 3, 6), "Slow light — 6–8 March 2024"),
        (date(2024, 2, 29), "Slow light — 29 February – 8 March 2024"),
        (date(2023, 12, 29), "Slow light — 29 December 2023 – 8 March 2024"),
    ],
)
def test_a_digest_of_several_days_names_the_span(since: date, title: str) -> None:
    """The first and the last day stand in the title."""
    assert digest_document(digest(since=since), Detail.FULL).title == title


def test_nothing_new_is_said_with_the_number_looked_at() -> None:
    """Papers were announced, none of them in the topics."""
    found = quiet_digest(Coverage(239, 0, 0), batch())
    assert head(found) == ["Nothing new in your topics among 239 announced papers."]
    one = quiet_digest(Coverage(1, 0, 0), batch())
    assert head(one) == ["Nothing new in your topics among 1 announced paper."]


def test_a_quiet_day_is_arxivs() -> None:
    """That arXiv announced nothing is said with the reason, and is not "nothing new"."""
    quiet = batch("cs", BatchState.QUIET, reason=as_is("arXiv announces nothing on Saturdays."))
    also = batch("stat", BatchState.QUIET, reason=as_is("arXiv announces nothing on Saturdays."))
    assert head(quiet_digest(Coverage(0, 0, 0), quiet, also)) == [
        "arXiv announced nothing on 8 March 2024 (arXiv announces nothing on Saturdays)."
    ]


def test_late_archives_are_not_taken_for_quiet() -> None:
    """Where nothing could be read, nothing is said about what was announced."""
    late = batch("cs", BatchState.LATE, reason=as_is("Nothing by 02:00 UTC."))
    found = quiet_digest(Coverage(0, 0, 0, late=(("cs", late.reason),)), late)
    assert head(found) == ["cs is late: Nothing by 02:00 UTC; nothing is said about it here."]


def test_each_kind_of_gap_has_its_sentence() -> None:
    """Late, unread, incomplete and not yet due differ, and archives of one reason share one."""
    batches = (
        batch("cs"),
        batch("math", BatchState.LATE, reason=as_is("overdue")),
        batch("stat", BatchState.LATE, reason=as_is("overdue")),
        batch("econ", BatchState.FAILED, reason=as_is("arXiv answered 503.")),
        batch("eess", BatchState.PARTIAL, reason=as_is("120 of 130 papers are here")),
        batch("q-bio", BatchState.WAITING),
    )
    coverage = Coverage(
        239, 5, 3, late=(("math", as_is("overdue")), ("hep-th", as_is("no answer")))
    )
    assert head(digest(batches=batches, coverage=coverage)) == [
        "Announced 239, matched 5, shown 3.",
        "math and stat are late: overdue; nothing is said about them here.",
        "econ could not be read: arXiv answered 503; nothing is said about it here.",
        "Only part of eess is here: 120 of 130 papers are here; more of it may be in your topics.",
        "q-bio has not been announced yet; nothing is said about it here.",
        "hep-th is late: no answer; nothing is said about it here.",
    ]


def test_gaps_of_several_days_are_dated() -> None:
    """In a digest of several days, what is missing is named with its day."""
    late = batch("cs", BatchState.LATE, date=DAY - timedelta(1), reason=as_is("overdue"))
    found = digest(since=DAY - timedelta(1), batches=(late, batch()))
    assert "cs of 7 March 2024 is late: overdue; nothing is said about it here." in head(found)


def test_gaps_of_days_on_end_are_told_together() -> None:
    """A month that is missing is one sentence; what is there in between parts it."""
    dates = [DAY - timedelta(number) for number in range(3, 8)]
    gaps = [batch("math", BatchState.LATE, date=on, reason=as_is("overdue")) for on in dates]
    found = digest(since=dates[-1], batches=(*gaps, batch("math"), batch("cs")))
    late = [sentence for sentence in head(found) if "late" in sentence]
    assert late == ["math of 1–5 March 2024 is late: overdue; nothing is said about it here."]
    gaps[2] = batch("math", date=dates[2])
    found = digest(since=dates[-1], batches=(*gaps, batch("math")))
    late = [sentence for sentence in head(found) if "late" in sentence]
    assert [sentence.split(" is late")[0] for sentence in late] == [
        "math of 1–2 March 2024",
        "math of 4–5 March 2024",
    ]


def test_a_reconstructed_day_says_so() -> None:
    """Too old for a listing: no count of announcements, the warning, and submission dates."""
    rebuilt = batch("cs", BatchState.RECONSTRUCTED)
    found = digest(batches=(rebuilt,), coverage=Coverage(None, 5, 3))
    assert head(found) == [
        "Matched 5, shown 3.",
        (
            "Reconstructed from submission dates: arXiv lists only the last 90 days; "
            "this may differ from what was announced."
        ),
    ]
    text = lines(digest_document(found, Detail.FULL))
    assert "2403.90001v1 · cs.CV, cs.LG · submitted 7 March 2024" in text
    assert not any("announced 8 March" in line for line in text)
    empty = quiet_digest(Coverage(None, 0, 0), rebuilt)
    assert head(empty)[0] == "Nothing in your topics among the papers submitted for this date."


def test_without_any_batch_nothing_is_claimed() -> None:
    """A digest that rests on nothing says that."""
    found = quiet_digest(Coverage(0, 0, 0))
    assert head(found) == ["Nothing is known of arXiv's announcement of 8 March 2024."]


def test_all_states_without_papers_read_differently() -> None:
    """No two states of an empty digest can be confused."""
    said = {
        state: head(quiet_digest(Coverage(0, 0, 0), batch("cs", state)))[0] for state in BatchState
    }
    del said[BatchState.PARTIAL], said[BatchState.RECONSTRUCTED]
    assert len(set(said.values())) == len(said)


# The papers in it.


def test_a_full_entry_has_every_part_in_order() -> None:
    """Everything about a paper, each part under its label."""
    document = digest_document(digest(entries=(entry(),), others=()), Detail.FULL)
    assert lines(document)[2:] == [
        "1. Paper 1: Slow Lanterns",
        "Authors: Ada Quill, Bo Tanaka-Ruiz (Harbour Institute)",
        "2403.90001v1 · cs.CV, cs.LG · announced 8 March 2024",
        "Matched “lanterns” in the title and in the abstract",
        "Summary: Lanterns that burn slowly are trained in one pass.",
        "Key takeaways",
        *(f"Takeaway {number}." for number in range(1, 6)),
        "Analysis",
        "Background: Lanterns burn too fast.",
        "Method: We slow the wick. The oil stays cold.",
        "Limitations: Wind is not considered.",
        "Keywords: lanterns, slow light",
        (
            "Abstract · PDF · Code: github.com/ada-quill/slow-lanterns · "
            "Project page: lanterns.example"
        ),
        "Abstract",
        "We light lantern 1. It burns slowly.",
        "extracted from the abstract of v1",
    ]
    assert links(document) == [
        "https://arxiv.org/abs/2403.90001v1",
        "https://arxiv.org/abs/2403.90001v1",
        "https://arxiv.org/pdf/2403.90001v1",
        "https://github.com/ada-quill/slow-lanterns",
        "https://lanterns.example/",
    ]


def test_a_brief_entry_leaves_out_the_long_parts() -> None:
    """Five authors and three takeaways; no analysis, no abstract."""
    many = paper(authors=tuple(Author(f"Author {number}") for number in range(1, 8)))
    document = digest_document(digest(entries=(entry(paper=many),), others=()), Detail.BRIEF)
    text = lines(document)
    assert "Authors: Author 1, Author 2, Author 3, Author 4, Author 5 + 2 more" in text
    assert [line for line in text if line.startswith("Takeaway")] == [
        "Takeaway 1.",
        "Takeaway 2.",
        "Takeaway 3.",
    ]
    assert not any(isinstance(block, Fold) for block in document.walk())


def test_a_headline_is_title_and_sentence() -> None:
    """No more than that for each paper."""
    document = digest_document(digest(entries=(entry(),), others=()), Detail.HEADLINE)
    assert lines(document)[2:] == [
        "1. Paper 1: Slow Lanterns",
        "Summary: Lanterns that burn slowly are trained in one pass.",
    ]


def test_long_lists_of_authors_are_cut_and_counted() -> None:
    """Thirty names, and how many there are more."""
    many = paper(authors=tuple(Author(f"A{number}") for number in range(42)))
    document = digest_document(digest(entries=(entry(paper=many),)), Detail.FULL)
    assert any(line.endswith("A28, A29 + 12 more") for line in lines(document))


def test_cross_lists_and_comments_are_told() -> None:
    """The kind of announcement stands by the date, the authors' comment with its links."""
    commented = paper(comment="Code at https://code.example/a_b.", primary="stat.ML")
    told = entry(paper=commented, kind=AnnouncementKind.CROSS)
    document = digest_document(digest(entries=(told,)), Detail.FULL)
    text = lines(document)
    assert "2403.90001v1 · stat.ML, cs.CV, cs.LG · announced 8 March 2024 · cross-list" in text
    assert "Comment: Code at https://code.example/a_b." in text
    assert "https://code.example/a_b" in links(document)


@pytest.mark.parametrize(
    ("reasons", "topics", "said"),
    [
        ((reason("wick", Field.ABSTRACT),), ("t",), "Matched “wick” in the abstract"),
        ((reason("Quill", Field.AUTHOR),), ("t",), "Matched “Quill” as an author"),
        (
            (reason("wick"), reason("oil", Field.ABSTRACT)),
            ("t",),
            "Matched “wick” in the title and “oil” in the abstract",
        ),
        (
            (reason("wick", topic="light"), reason("oil", topic="heat")),
            ("light", "heat"),
            "Matched light: “wick” in the title; heat: “oil” in the title",
        ),
    ],
)
def test_why_a_paper_matched(
    reasons: tuple[Reason, ...], topics: tuple[str, ...], said: str
) -> None:
    """The words found and where; with several topics, which of them."""
    document = digest_document(
        digest(topics=topics, entries=(entry(reasons=reasons),)), Detail.FULL
    )
    assert said in lines(document)


def test_words_tell_more_than_categories() -> None:
    """Categories are named where no word was found; a word within a longer one is not."""
    vision, light = (Reason("t", Category(name), None) for name in ("cs.CV", "physics.optics"))
    words = (
        Reason("t", Term("slow"), Field.TITLE),
        Reason("t", Term("oil"), Field.ABSTRACT),
        Reason("t", Term("slow light"), Field.TITLE),
    )

    def said(*reasons: Reason) -> list[str]:
        document = digest_document(digest(entries=(entry(reasons=reasons),)), Detail.FULL)
        return [line for line in lines(document) if line.startswith("Matched")]

    assert said(vision, light) == ["Matched category cs.CV and category physics.optics"]
    assert said(vision, *words) == ["Matched “slow light” in the title and “oil” in the abstract"]


def test_parts_without_support_are_left_out() -> None:
    """No empty labels: a summary without analysis, keywords or links has none of these."""
    bare = summary(analysis=Analysis(), keywords=(), code_links=(), takeaways=())
    text = lines(digest_document(digest(entries=(entry(summary=bare),), others=()), Detail.FULL))
    assert text[-4:] == [
        "Abstract · PDF",
        "Abstract",
        "We light lantern 1. It burns slowly.",
        "extracted from the abstract of v1",
    ]
    assert not any(word in line for line in text for word in ("Analysis", "Keywords", "takeaways"))


def test_without_a_summary_the_reason_is_given() -> None:
    """A paper without abstract has no summary, and the page says why."""
    silent = entry(summary=None, paper=paper(abstract=""))
    text = lines(digest_document(digest(entries=(silent,), others=()), Detail.FULL))
    assert "There is no summary of this paper: arXiv gives no abstract of it." in text
    assert text[-1] == "Abstract · PDF"


def test_what_a_model_wrote_says_so() -> None:
    """The model, what it read and when; a part of the text is told as a part."""
    by_model = Provenance(
        model="lamp-7b",
        prompt="1",
        made_at=MADE_AT,
        paper_version=2,
        basis=Basis.FULL_TEXT,
        coverage=0.8,
    )
    document = paper_document(paper(), summary(provenance=by_model))
    last = "by lamp-7b from the full text of v2, of which 80% was read, 8 Mar 2024"
    assert lines(document)[-1] == last


def test_code_is_found_without_a_summary() -> None:
    """The authors' own links are shown also where there is no summary to bring them."""
    linked = paper(comment="Code: https://github.com/ada-quill/wicks")
    text = lines(paper_document(linked, None))
    assert "Abstract · PDF · Code: github.com/ada-quill/wicks" in text


def test_papers_beyond_the_limit_are_listed_by_title() -> None:
    """A folded list of links closes the page."""
    document = digest_document(digest(), Detail.HEADLINE)
    folded = document.blocks[-1]
    assert isinstance(folded, Fold)
    assert lines(document)[-3:] == [
        "Also matched (2)",
        "Paper 4: Slow Lanterns · 2403.90004v1",
        "Paper 5: Slow Lanterns · 2403.90005v1",
    ]
    assert links(document)[-2:] == [
        "https://arxiv.org/abs/2403.90004v1",
        "https://arxiv.org/abs/2403.90005v1",
    ]


# Samples.


def test_a_sample_is_marked_everywhere_and_links_nowhere() -> None:
    """Title, head and every paper say SAMPLE; nothing leads to arXiv or anywhere else."""
    told = tuple(
        entry(number, paper=sample_paper(number), summary=summary()) for number in range(1, 4)
    )
    others = (sample_paper(4),)
    for detail in Detail:
        document = digest_document(digest(sample=True, entries=told, others=others), detail)
        text = lines(document)
        assert text[0] == "SAMPLE: Slow light — 8 March 2024"
        assert text[1].startswith("SAMPLE: these papers are invented")
        assert sum("SAMPLE: Paper" in line for line in text) == 4
        assert links(document) == []
        assert "http" not in to_markdown(document)
    page = paper_document(
        paper(
            id=PaperId("sample/0000001", 1),
            comment="https://a.example",
            doi="10.1/x",
            licence="http://creativecommons.org/licenses/by/4.0/",
        ),
        summary(),
    )
    assert page.title == "SAMPLE: Paper 1: Slow Lanterns"
    assert links(page) == []


# Pages of their own.


def test_a_paper_is_told_in_full() -> None:
    """A page of its own has the dates of submission and what else arXiv records."""
    told = paper(
        id=PaperId("2403.90001", 2),
        updated=datetime(2024, 3, 11, 9, tzinfo=UTC),
        journal_ref="Lantern Letters 3 (2024)",
        doi="10.9999/lanterns.1",
        licence="http://creativecommons.org/licenses/by/4.0/",
        withdrawn=True,
    )
    document = paper_document(told, summary(), announced=DAY)
    assert document.url == "https://arxiv.org/abs/2403.90001v2"
    assert lines(document)[:7] == [
        "Paper 1: Slow Lanterns",
        "This paper has been withdrawn by its authors or by arXiv.",
        "Authors: Ada Quill, Bo Tanaka-Ruiz (Harbour Institute)",
        (
            "2403.90001v2 · cs.CV, cs.LG · announced 8 March 2024 · submitted 7 March 2024 · "
            "this version 11 March 2024"
        ),
        "Journal reference: Lantern Letters 3 (2024)",
        "DOI: 10.9999/lanterns.1",
        "Licence: creativecommons.org/licenses/by/4.0",
    ]
    assert "https://doi.org/10.9999/lanterns.1" in links(document)


def test_evidence_stands_by_each_claim() -> None:
    """A claim in the paper's own words says so; another is followed by the words it rests on."""
    own = claim("Lanterns burn slowly.")
    reworded = claim("It is cheap.", "The cost of a lantern falls by half.", "4 Results")
    found = evidence_document(
        paper(), summary(tldr=own, takeaways=(reworded,), analysis=Analysis(method=(own,)))
    )
    assert lines(found)[2:] == [
        "extracted from the abstract of v1",
        "Summary",
        "Lanterns burn slowly. (Abstract, word for word)",
        "Key takeaways",
        "It is cheap.",
        "4 Results",
        "The cost of a lantern falls by half.",
        "Method",
        "Lanterns burn slowly. (Abstract, word for word)",
    ]


def test_what_a_page_says_of_itself() -> None:
    """Date, archive, topics and a description that fits where search engines show it."""
    document = digest_document(digest(), Detail.FULL)
    assert document.meta is not None
    assert document.meta.date == DAY
    assert document.meta.categories == ("Papers", "cs")
    assert document.meta.tags == ("slow light",)
    assert document.meta.keywords == ("slow light", "lanterns")
    assert document.meta.description.startswith(
        "Slow light — 8 March 2024: 3 of 5 papers. Paper 1: Slow Lanterns; "
    )
    long = tuple(entry(n, paper=paper(n, title="Lanterns " * 9)) for n in range(9))
    cut = digest_document(digest(entries=long), Detail.FULL).meta
    assert cut is not None
    assert len(cut.description) <= 160
    assert cut.description.endswith("Lanterns…")


def test_a_quiet_page_describes_itself() -> None:
    """Also a page without papers says what it is about."""
    meta = digest_document(quiet_digest(Coverage(239, 0, 0), batch()), Detail.FULL).meta
    assert meta is not None
    assert meta.description == (
        "Slow light — 8 March 2024: Nothing new in your topics among 239 announced papers."
    )
    assert meta.categories == ("Papers", "cs")


def test_pages_do_not_depend_on_when_an_extract_was_made() -> None:
    """The same digest gives the same bytes though its extracts were made at other times."""

    def made_at(moment: datetime) -> Document:
        provenance = Provenance(
            model="extractive", prompt="1", made_at=moment, paper_version=1, basis=Basis.ABSTRACT
        )
        extract = summary(provenance=provenance)
        return digest_document(digest(entries=(entry(summary=extract),)), Detail.FULL)

    one, other = made_at(MADE_AT), made_at(MADE_AT + timedelta(days=400))
    assert to_markdown(one) == to_markdown(other)
    assert to_hexo(one) == to_hexo(other)


def test_titles_are_text_not_markup() -> None:
    """A title's own characters never become markup of the page."""
    sly = entry(paper=paper(title="[*Free*](javascript:x) {{ oil }} <b>"))
    document = digest_document(digest(entries=(sly,)), Detail.FULL)
    card = next(block for block in document.blocks if isinstance(block, Card))
    assert card.about == "2403.90001v1"
    assert card.title[1] == Span(
        "[*Free*](javascript:x) {{ oil }} <b>", link="https://arxiv.org/abs/2403.90001v1"
    )
