"""Files that mean harm end in a sentence, soon, and nothing else stops for them."""

from __future__ import annotations

import asyncio
import gzip
import io
import sys
import tarfile
from collections.abc import Callable

import pytest

from domain.errors import UnreadablePaper
from papers.fulltext.sandbox.parcel import packed, unpacked_text
from papers.fulltext.sandbox.process import Bounds, Job, Sandbox
from tests.papers.fulltext import samples

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")


def _many_members() -> bytes:
    return samples.tar({f"{number}.tex": b"x" for number in range(10_000)})


def _tar_bomb() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz", compresslevel=9) as archive:
        for number in range(30):
            member = tarfile.TarInfo(f"{number}.tex")
            member.size = 7_000_000
            archive.addfile(member, io.BytesIO(bytes(member.size)))
    return out.getvalue()


def _links() -> bytes:
    members = []
    for name, kind, target in (
        ("main.tex", tarfile.SYMTYPE, "/etc/passwd"),
        ("a.tex", tarfile.LNKTYPE, "/etc/passwd"),
        ("b.tex", tarfile.CHRTYPE, ""),
        ("../../c.tex", tarfile.REGTYPE, ""),
        ("/d.tex", tarfile.REGTYPE, ""),
        ("e.tex", tarfile.FIFOTYPE, ""),
    ):
        member = tarfile.TarInfo(name)
        member.type, member.linkname = kind, target
        members.append(member)
    return samples.tar_of(members)


_MACROS = (
    rb"\documentclass{a}\begin{document}\def\a{\b\b\b\b\b\b\b\b\b}\def\b{\c\c\c\c\c\c\c\c}"
    rb"\def\c{\d\d\d\d\d\d\d\d\d\d}\def\d{\e\e\e\e\e\e\e\e}\def\e{boats boats boats}"
    rb"\a\a\a\a\a\a\a\a\a\a"
)


@pytest.mark.parametrize(
    ("job", "make"),
    [
        (Job.PDF, samples.inflating_pdf),
        (Job.PDF, samples.looping_pdf),
        (Job.PDF, samples.endless_pages),
        (Job.PDF, lambda: samples.two_columns()[:900]),
        (Job.PDF, lambda: b""),
        (Job.PDF, lambda: samples.PAGE),
        (Job.SOURCE, samples.two_columns),
        (Job.SOURCE, lambda: b""),
        (Job.SOURCE, lambda: gzip.compress(samples.TEX)[:200]),
        (Job.SOURCE, lambda: gzip.compress(bytes(300_000_000), 9)),
        (Job.SOURCE, _tar_bomb),
        (Job.SOURCE, _many_members),
        (Job.SOURCE, _links),
        (Job.SOURCE, lambda: gzip.compress(b"{" * 3_000_000)),
        (Job.SOURCE, lambda: gzip.compress(b"\\begin{document}" + b"\\begin{figure}" * 60_000)),
        (Job.HTML, lambda: b""),
        (Job.HTML, samples.two_columns),
        (Job.HTML, lambda: b"<article class='ltx_document'>" + b"<div>" * 300_000),
        (Job.HTML, lambda: b"<article class='ltx_document'>" + b"<p>" * 500_000),
        (Job.PICTURES, lambda: b"not a parcel"),
    ],
    ids=["inflating", "looping", "endless pages", "cut", "empty pdf", "page as pdf",
         "pdf as source", "empty source", "cut source", "gzip bomb", "tar bomb",
         "ten thousand members", "links", "braces", "figures in figures", "empty page",
         "pdf as page", "deep page", "long page", "no parcel"],
)  # fmt: skip
async def test_refused(job: Job, make: Callable[[], bytes]) -> None:
    """The answer is a sentence; a small paper asked for meanwhile is read."""
    sandbox = Sandbox(Bounds(wall=13))
    refused, parcel = await asyncio.gather(
        sandbox.do(job, make(), figures=2),
        Sandbox().do(Job.HTML, samples.PAGE),
        return_exceptions=True,
    )
    assert isinstance(refused, UnreadablePaper)
    assert str(refused.message).endswith(".")
    assert isinstance(parcel, bytes)
    assert unpacked_text(parcel)[0].words > 100


async def test_macro_bomb() -> None:
    """Macros that multiply are written out only as far as a paper may grow by them."""
    body = gzip.compress(_MACROS + b" Boats float." * 100)
    text, _, _ = unpacked_text(await Sandbox().do(Job.SOURCE, body))
    assert 200 <= text.words < 100_000


@pytest.mark.parametrize(
    "make",
    [
        samples.bomb_png,
        lambda: samples.image("PNG")[:300],
        lambda: b"%PDF-1.4 nothing",
        samples.inflating_pdf,
    ],
    ids=["bomb", "cut", "no pdf", "inflating pdf"],
)
async def test_image_that_means_harm(make: Callable[[], bytes]) -> None:
    """It is left out; the others beside it are drawn, unless reading it took too much."""
    parcel = packed({"groups": [["1", 1], ["2", 1]]}, [make(), samples.image("PNG")])
    try:
        answer = await Sandbox(Bounds(wall=13)).do(Job.PICTURES, parcel)
    except UnreadablePaper as error:
        assert "stopped" in str(error.message) or "took" in str(error.message)  # noqa: PT017
    else:
        assert b'"pictures": [["2", "image/png"]]' in answer


async def test_time_is_limited() -> None:
    """A job that takes longer than it may is ended, and says so."""
    with pytest.raises(UnreadablePaper, match="took more than"):
        await Sandbox(Bounds(wall=0.05)).do(Job.PDF, samples.two_columns())


async def test_answer_is_limited() -> None:
    """A process that answers without end is ended."""
    with pytest.raises(UnreadablePaper, match="larger than a paper"):
        await Sandbox(Bounds(answer=100)).do(Job.PDF, samples.two_columns())
