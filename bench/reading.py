"""Reading papers: seconds and memory for each form, beside doing nothing with what is in it."""

from __future__ import annotations

import asyncio
import gzip
import subprocess
import sys
import time
from statistics import median
from typing import Final

import pypdfium2
from selectolax.lexbor import LexborHTMLParser

from bench import Measurement
from bench.kit.timing import each, in_turns, usual_and_high
from papers.fulltext.html.latexml_page import read_latexml
from papers.fulltext.pdf.text import read_pdf
from papers.fulltext.sandbox.jobs_drawn import read_paper, read_tex
from papers.fulltext.sandbox.process import Job, Sandbox
from tests.papers.fulltext import samples

_PAGES: Final = 12
RUNS: Final = 9
STARTS: Final = 3
_EXTRACT: Final = (
    "import sys, pypdfium2\n"
    "document = pypdfium2.PdfDocument(sys.stdin.buffer.read())\n"
    "print(sum(len(page.get_textpage().get_text_range()) for page in document))"
)


def run() -> list[Measurement]:
    """The text of a paper of twelve pages in each form; then all of it, sandbox and figures."""
    pdf, page, source = _pdf(), _page(), samples.tar({"main.tex": _tex()})
    whole, floor = in_turns(lambda: read_pdf(pdf), lambda: _plain_text(pdf), RUNS)
    figures = each([lambda: read_paper(pdf, 4)] * RUNS)
    html = in_turns(lambda: read_latexml(page), lambda: LexborHTMLParser(page), RUNS)
    tex = in_turns(lambda: read_tex(source, 0), lambda: gzip.decompress(source), RUNS)
    started = [_seconds_in_the_sandbox(pdf) for _ in range(STARTS)]
    told, usual = "pypdfium2, plain text", median(floor)
    return [
        Measurement("PDF, 12 pages of 2 columns", median(whole), "ms", usual, told, 2 * usual),
        Measurement("the same with figures", median(figures), "ms", usual, told),
        Measurement("the same in the sandbox, started for it, by the clock",
                    1e3 * median(started), "ms", usual, told, 1_000.0),
        *usual_and_high("HTML, as long", *html, "selectolax, nothing read out"),
        *usual_and_high("TeX, as long", *tex, "unpacked only"),
        Measurement("memory of the sandbox for the PDF", _sandbox_memory(pdf), "MB",
                    _floor_memory(pdf), told, target=512.0),
    ]  # fmt: skip


def _seconds_in_the_sandbox(body: bytes) -> float:
    began = time.perf_counter()
    asyncio.run(Sandbox().do(Job.PDF, body, figures=4))
    return time.perf_counter() - began


def _plain_text(body: bytes) -> int:
    document = pypdfium2.PdfDocument(body)
    return sum(len(page.get_textpage().get_text_range()) for page in document)


def _floor_memory(body: bytes) -> float:
    """Megabytes of a process that takes the plain text out; measured before any larger one."""
    return _memory([sys.executable, "-c", _EXTRACT], body)


def _sandbox_memory(body: bytes) -> float:
    return _memory([sys.executable, "-m", "papers.fulltext.sandbox.confined", "pdf", "4"], body)


def _memory(command: list[str], body: bytes) -> float:
    """Peak megabytes of a process; asked of a process in between, which has no other child."""
    script = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], input=sys.stdin.buffer.read(), stdout=-3, check=True)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *command], input=body, capture_output=True, check=True
    )
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return int(done.stdout) / unit


def _pdf() -> bytes:
    """Two columns, headings, and a drawing with its caption on every other page."""
    pages = []
    for number in range(1, _PAGES + 1):
        page = samples.text_at(60, 740, [f"{number} Boats of part {number}"], size=12, font=2)
        page += samples.text_at(60, 715, _lines(54, number))
        if number % 2:
            page += "330 580 200 120 re 340 590 m 500 680 l S "
            caption = [f"Figure {number // 2 + 1}: A boat on a pond."]
            page += samples.text_at(320, 560, caption, size=9)
            page += samples.text_at(320, 530, _lines(38, number + 100))
        else:
            page += samples.text_at(320, 715, _lines(54, number + 100))
        pages.append(page)
    return samples.pdf(pages)


def _lines(count: int, seed: int) -> list[str]:
    words = "boats are folded by hand and float on deep ponds for long".split()  # noqa: SIM905
    return [" ".join(words[(seed * k + n) % 11] for n in range(9)) for k in range(1, count + 1)]


def _page() -> bytes:
    section = samples.PAGE.decode()
    inside = section[section.index("<section") : section.index('<figure class="ltx_figure" id')]
    return section.replace(inside, inside * 30).encode()


def _tex() -> bytes:
    text = samples.TEX.decode()
    inside = text[text.index("\\section{Introduction}") : text.index("\\begin{figure}")]
    return text.replace(inside, inside * 25).encode()
