"""The sample's invented papers as records and pages, for the stand-in of arXiv to serve."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

from papers.sample import sample_papers

NOW: Final = "2026-11-20T08:00:00Z"
"""When the pictures are taken: some hours after the announcement that has the papers."""

WITH_FORMULAS: Final = "2611.99005"
"""The paper whose page has formulas and a figure."""

_SUBMITTED: Final = "2026-11-19T10:00:00Z"
_CC_BY: Final = "http://creativecommons.org/licenses/by/4.0/"
_SECTIONS: Final = {
    "Introduction": r"""
Samplers built on a learned score turn noise into data in many small steps. Earlier bounds on
their number grow with the ambient dimension $d$. Images, sounds and molecules lie near sets of a
much lower dimension $k\ll d$. We ask how many steps are needed there, and find that the ambient
dimension does not matter.""",
    "Method": r"""
Let $p_t$ be the law of the data after noise of variance $\sigma_t^2$. The sampler follows the
reverse equation with the learned score $s_\theta(x,t)\approx\nabla\log p_t(x)$. Our proof couples
the sampler with a restarted copy of itself and never looks at $d$. The coupling fails in one step
with probability at most $\frac{k}{N^2}$.""",
    "Results": r"""
Theorem 1 shows that $N=O\left(\frac{k}{\varepsilon}\log\frac{1}{\varepsilon}\right)$ steps reach a
total variation of $\varepsilon$. A lower bound of $\Omega(k/\varepsilon)$ holds for every sampler
of this class. On synthetic manifolds with $k=8$ and $d=4096$ the measured slope is 1.03, and the
theory predicts 1.""",
    "Conclusion": r"""
We conclude that the number of steps depends on the dimension of the data and not on that of the
space. The bounds assume that the score is known up to an error of $\varepsilon/\sqrt{k}$, which
training need not reach.""",
}
_FIGURE: Final = (
    '<figure class="ltx_figure"><img src="x1.png" width="640" height="360"><figcaption '
    'class="ltx_caption"><span class="ltx_tag ltx_tag_figure">Figure 1: </span>Steps that are '
    "needed, by the dimension of the data.</figcaption></figure>"
)


def write_sample(folder: Path, beside: Path) -> tuple[str, ...]:
    """Write records and the page; gives the options of the stand-in that serves them.

    Args:
        folder: where they are written.
        beside: the recorded arXiv, which has the names of the categories.
    """
    records = folder / "sample.jsonl"
    lines = []
    for paper in sample_papers():
        record = {
            "id": f"2611.99{int(paper.id.base.partition('/')[2]):03}",
            "version": 1,
            "title": paper.title,
            "abstract": paper.abstract,
            "authors": [author.name for author in paper.authors],
            "categories": paper.categories,
            "primary_category": paper.primary,
            "comment": paper.comment,
            "published": _SUBMITTED,
            "license": _CC_BY,
        }
        lines.append(json.dumps(record))
    records.write_text("\n".join(lines) + "\n", encoding="utf-8")
    _write_page(folder / "html", lines)
    return ("--records", str(records), "--files", str(beside), str(folder), "--now", NOW)


def _write_page(folder: Path, records: list[str]) -> None:
    (record,) = (one for one in map(json.loads, records) if one["id"] == WITH_FORMULAS)
    images = folder / f"{WITH_FORMULAS}v1"
    images.mkdir(parents=True)
    _draw_figure(images / "x1.png")
    sections = "".join(
        f'<section class="ltx_section"><h2 class="ltx_title"><span class="ltx_tag">{number} </span>'
        f"{name}</h2>{_paragraph(text)}{_FIGURE if name == 'Results' else ''}</section>"
        for number, (name, text) in enumerate(_SECTIONS.items(), 1)
    )
    (folder / f"{WITH_FORMULAS}v1.html").write_text(
        '<!DOCTYPE html><html>\n<head><meta charset="utf-8">\n</head>\n<body>\n'
        '<div class="ltx_page_main">\n<div class="ltx_page_content"><article class="ltx_document">'
        f'<h1 class="ltx_title ltx_title_document">{escape(record["title"])}</h1>'
        f'<div class="ltx_abstract"><p class="ltx_p">{escape(record["abstract"])}</p></div>'
        f"{sections}</article></div></div>\n</body>\n</html>\n",
        encoding="utf-8",
    )


def _paragraph(text: str) -> str:
    words = [
        f'<math alttext="{escape(part)}" display="inline"></math>' if place % 2 else escape(part)
        for place, part in enumerate(text.strip().split("$"))
    ]
    return f'<div class="ltx_para"><p class="ltx_p">{"".join(words)}</p></div>'


def _draw_figure(path: Path) -> None:
    """Three lines over a grid, as in many papers."""
    image = Image.new("RGB", (640, 360), "white")
    draw = ImageDraw.Draw(image)
    for row in range(40, 321, 56):
        draw.line((60, row, 610, row), fill="#dddddd")
    draw.line((60, 30, 60, 320, 610, 320), fill="#333333", width=2)
    for colour, slope, bend in (("#b31b1b", 0.42, 0), ("#1f6fb2", 0.3, 14), ("#4a8f3c", 0.2, -10)):
        points = [
            (60 + step * 55, 315 - slope * 55 * step - bend * step * (10 - step) / 25)
            for step in range(11)
        ]
        draw.line(points, fill=colour, width=4, joint="curve")
        for x, y in points:
            draw.ellipse((x - 5, y - 5, x + 5, y + 5), fill=colour)
    image.save(path)
