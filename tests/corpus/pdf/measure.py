"""``python -m tests.corpus.pdf.measure``: how well PDFs with known truth are read.

Sets the papers of `printed`, which takes pdflatex and the classes of journals, and prints a table.
"""

from __future__ import annotations

import io
import re
import sys
from dataclasses import dataclass, field

from PIL import Image

from domain.fulltext import FullText
from papers.fulltext.headings import bare
from papers.fulltext.sandbox.jobs_drawn import read_paper
from papers.fulltext.sandbox.parcel import unpacked_text
from tests.corpus.pdf.printed import CITED, NAME, PLACE, POWERS, Printed, papers, pdf_of

CAPTION = "Boats and their weights."
_BEGUN = re.compile("We see that the ")
_WHOLE = re.compile(
    r"We see that the [a-z]+ of paper [a-z]+ the [a-z]+ at a value of (?:4 ?× ?)?[^ ]+ while the "
    r"other [a-z]+ of the pond [a-z]+ nothing at all\."
)
"""What stands within a sentence of no line's or page's number."""
_BESIDE = frozenset({"abstract", "", "acknowledgments", "references"})
_LEAST_SHARE = 0.03
"""Of a figure's pixels, a panel's colour at least."""
_MOST_BLACK = 0.012
"""Of a figure's pixels, those as dark as print at most: letters below panels are."""


@dataclass(slots=True)
class Score:
    """What was read right, and wrong.

    Attributes:
        wrong: what to look at, in words.
    """

    headings: int = 0
    found: int = 0
    false: int = 0
    captions: int = 0
    captioned: int = 0
    figures: int = 0
    right: int = 0
    broken: int = 0
    flattened: int = 0
    cited: int = 0
    authors: int = 0
    wrong: list[str] = field(default_factory=list)


def scored(paper: Printed, text: FullText) -> Score:
    """A paper as read, held against what is printed."""
    score = Score()
    titles = [bare(section.title) for section in text.sections]
    wanted = [bare(heading) for heading in paper.headings]
    missing = [heading for heading in wanted if heading not in titles]
    false = [title for title in titles if title not in wanted and title not in _BESIDE]
    score.headings, score.found, score.false = len(wanted), len(wanted) - len(missing), len(false)
    numbers = [figure.number for figure in text.figures]
    score.captions = len(paper.figures) + len(paper.tables)
    score.captioned = sum(number in numbers for number in paper.figures)
    score.captioned += sum(
        table.number in paper.tables and table.caption.upper() == CAPTION.upper()
        for table in text.tables
    )
    images = {figure.number: figure.image for figure in text.figures}
    score.figures = len(paper.figures)
    bad = [number for number in paper.figures if not _is_right(paper, number, images.get(number))]
    score.right = len(paper.figures) - len(bad)
    whole = "\n".join(section.text for section in text.sections)
    flat = [flat for right, flat in POWERS.values() if flat in whole.replace("−", "-")]
    score.flattened = bool(flat)
    # A class prints the place that is asked for a wide figure.
    running = whole.replace("\n\n", " ").replace(" [t] ", " ")
    score.broken = len(_BEGUN.findall(whole)) - len(_WHOLE.findall(running))
    score.cited = CITED in whole
    score.authors = NAME in whole or PLACE in whole
    for what, found in (("missing", missing), ("false", false), ("figures", bad), ("flat", flat)):
        if found:
            score.wrong.append(f"{what}: {', '.join(found)}")
    score.wrong += [f"broken: {score.broken}"] if score.broken else []
    score.wrong += [word for word in (CITED, NAME, PLACE) if word in whole]
    return score


def _is_right(paper: Printed, number: str, image: bytes | None) -> bool:
    """Whether an image shows all panels of a figure, none of another, and no text."""
    if not image:
        return False
    with Image.open(io.BytesIO(image)) as opened:
        values = opened.convert("RGB").resize((160, 160)).tobytes()
    pixels = list(zip(values[::3], values[1::3], values[2::3], strict=True))
    for other, colours in paper.figures.items():
        for colour in colours:
            share = sum(_is_near(pixel, colour) for pixel in pixels) / len(pixels)
            if (share >= _LEAST_SHARE) != (other == number) and (other == number or share > 0.005):
                return False
    return sum(max(pixel) < 110 for pixel in pixels) / len(pixels) < _MOST_BLACK


def _is_near(pixel: tuple[int, int, int], colour: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 20 for a, b in zip(pixel, colour, strict=True))


def total(scores: dict[str, Score]) -> str:
    """One line for each paper that was not read right, and the sums."""
    sums = {
        name: sum(getattr(score, name) for score in scores.values())
        for name in Score.__dataclass_fields__
        if name != "wrong"
    }
    lines = [f"{name}: {'; '.join(score.wrong)}" for name, score in scores.items() if score.wrong]
    shown = max(sums["found"] + sums["false"], 1)
    found = 100 * sums["found"] / max(sums["headings"], 1)
    false = 100 * sums["false"] / shown
    captioned = 100 * sums["captioned"] / max(sums["captions"], 1)
    right = 100 * sums["right"] / max(sums["figures"], 1)
    left = (sums["flattened"], sums["cited"], sums["authors"])
    lines += [
        f"{len(scores)} papers",
        f"headings found {found:.1f} %, false {false:.1f} % of those shown",
        f"captions {captioned:.1f} %",
        f"figures right {right:.1f} %",
        f"sentences broken {sums['broken']}",
        "papers with powers flattened {}, references {}, authors {}".format(*left),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    found = {}
    for made in papers():
        body = pdf_of(made)
        if body is not None:
            found[made.name] = scored(made, unpacked_text(read_paper(body, 10))[0])
    sys.stdout.write(total(found) + "\n" if found else "There is no pdflatex here.\n")
