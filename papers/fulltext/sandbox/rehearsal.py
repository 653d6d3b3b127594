"""What the sandbox loads and reads before it shuts itself in.

Libraries, Python's own among them, load parts of themselves when they are first needed; in the
sandbox that is too late, for there no file can be opened any more. So the parts are loaded by
name, and small invented papers are read for what no name is known of.
"""

from __future__ import annotations

import encodings
import importlib
import io
import pkgutil
import tarfile
from contextlib import suppress
from typing import Final

from domain.errors import UnreadablePaper

_WORDS: Final = "Paper boats are folded by hand, and few of them float for long. " * 12
_LINES: Final = "".join(
    f"({'Paper boats are folded by hand, and few of them float for long.'}) Tj T* "
    for _ in range(14)
)
_STREAM: Final = (
    "BT /F1 14 Tf 72 740 Td (1 Introduction) Tj ET "
    f"BT /F1 10 Tf 12 TL 72 720 Td {_LINES} ET 100 300 200 80 re 150 320 m 180 350 l S "
    "BT /F1 9 Tf 72 280 Td (Figure 1: A boat.) Tj ET"
)
_FONT: Final = (
    "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
)
_FOR_FORMULAS: Final = ("pylatexenc.latexwalker", "pylatexenc.latex2text", "pylatexenc.macrospec")
_FOR_IMAGES: Final = ("mmap", "copy", "PIL.ImageCms", "PIL.ImagePalette", "PIL.TiffImagePlugin",
                      "PIL.MpoImagePlugin", "PIL.ImageMath", "PIL.ImageSequence")  # fmt: skip
PAGE: Final = (
    '<html><body><article class="ltx_document"><section class="ltx_section">'
    '<h2 class="ltx_title"><span class="ltx_tag">1 </span>Boats</h2><div class="ltx_para">'
    f'<p class="ltx_p">{_WORDS}<math alttext="\\alpha^{{2}}">a</math></p></div></section>'
    '<figure class="ltx_figure"><img src="x1.png"><figcaption><span class="ltx_tag">Figure 1: '
    "</span>A boat.</figcaption></figure></article></body></html>"
).encode()
TEX: Final = (
    "\\documentclass{article}\\newcommand{\\boat}{boat}\\begin{document}\\section{Boats}"
    f'{_WORDS} na\\"ive $\\mathbb{{R}}$ \\boat \\cite{{a}}'
    "\\begin{figure}\\includegraphics{a}\\caption{A boat.}\\end{figure}\\end{document}"
).encode()


def pdf() -> bytes:
    """A PDF of one page, with a heading, text, a drawing and its caption."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R {_FONT} >>",
        f"<< /Length {len(_STREAM)} >>\nstream\n{_STREAM}\nendstream",
    ]
    body = "%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    body += f"xref\n0 5\n0000000000 65535 f \n{table}"
    body += f"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{body.index('xref')}\n%%EOF\n"
    return body.encode("ascii")


def source() -> bytes:
    """A source with a drawing."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, content in (("main.tex", TEX), ("a.pdf", pdf())):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return out.getvalue()


def load_late_parts(*, drawn: bool) -> None:
    """Load what libraries load late: for formulas, and for images or the encodings of old pages.

    A part that is not there is none that a library could have asked for.
    """
    names = [name for package in _FOR_FORMULAS for name in _parts(package)]
    names += (
        _FOR_IMAGES
        if drawn
        else [f"encodings.{found.name}" for found in pkgutil.iter_modules(encodings.__path__)]
    )
    for name in names:
        with suppress(ImportError):
            importlib.import_module(name)


def _parts(package: str) -> list[str]:
    """A package's modules, other than the one that makes it a program."""
    found = pkgutil.iter_modules(importlib.import_module(package).__path__, f"{package}.")
    return [part.name for part in found if not part.name.endswith("__main__")]


def rehearse_page() -> None:
    """Read the page."""
    from papers.fulltext.sandbox.jobs_text import read_page

    with suppress(UnreadablePaper):
        read_page(PAGE, 0)
        read_page(b"<html><body><h1>Boats</h1><p>" + _WORDS.encode() + b"</p></body></html>", 0)


def rehearse_drawn() -> None:
    """Read the PDF, the source, and images of the usual kinds."""
    from PIL import Image

    from papers.fulltext.sandbox.jobs_drawn import read_paper, read_pictures, read_tex
    from papers.fulltext.sandbox.parcel import packed

    images = []
    for form in ("PNG", "JPEG", "GIF"):
        out = io.BytesIO()
        Image.linear_gradient("L").save(out, form)
        images.append(out.getvalue())
    with suppress(UnreadablePaper):
        read_paper(pdf(), 1)
        read_tex(source(), 1)
        read_pictures(packed({"groups": [["1", 3]]}, images), 0)
