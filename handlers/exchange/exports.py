"""What /export is asked for: a form, then of what; read into typed arguments."""

from __future__ import annotations

import re
from typing import Final

from app.library.exporting import MOST_NAMED, AskedExport, Form
from app.limits import SHOWN
from domain.errors import InputError
from domain.excerpts import excerpt
from domain.identifiers import PaperId
from domain.messages import for_example, sentence
from handlers.arguments import read_asked_digest

_ALIASES: Final = {
    "bib": Form.BIBTEX, "biblatex": Form.BIBTEX, "zotero": Form.RIS, "endnote": Form.RIS,
    "csl-json": Form.CSL, "csljson": Form.CSL, "md": Form.MARKDOWN,
}  # fmt: skip
_LIKE_AN_ID: Final = re.compile(r"\d{4}\.\d|/\d{7}|://")
_DIGEST: Final = re.compile(r"digest(?:$|\s)", re.IGNORECASE)
_SAVED: Final = frozenset({"saved", "papers"})
_TOPICS: Final = frozenset({"topics", "subscriptions"})


def read_export(text: str) -> AskedExport | None:
    """``bibtex``, ``ris 2403.04634``, ``csl digest week``, ``opml``, ``markdown topics``.

    None for all that is kept: JSON of nothing in particular. Without a form, papers are BibTeX.

    Raises:
        InputError: there is no such form, or what is named does not go into it.
    """
    name, *after = text.split(maxsplit=1)
    if name.casefold() in _SAVED or PaperId.find(name):
        return read_export(f"{Form.BIBTEX} {text}")
    if name.casefold() in _TOPICS:
        return read_export(f"{Form.OPML} {text}")
    form, rest = _form(name), "".join(after).strip()
    what = rest.casefold()
    if form is Form.JSON and not what:
        return None
    if what in _TOPICS or (form is Form.OPML and not what):
        return _fitting(AskedExport(form=form, has_topics=True))
    if not what or what in _SAVED:
        return _fitting(AskedExport(form=form))
    papers = tuple(dict.fromkeys(PaperId.find(rest)))
    if len(papers) > MOST_NAMED:
        raise InputError(
            sentence("At most {number} papers can be named at once.", number=MOST_NAMED),
            hint=for_example(f"/export {form}"),
        )
    if papers:
        return _fitting(AskedExport(form=form, papers=papers))
    if _LIKE_AN_ID.search(rest):
        PaperId.parse(rest)
    digest = read_asked_digest(_DIGEST.sub("", rest, count=1).strip())
    return _fitting(AskedExport(form=form, digest=digest))


def _form(name: str) -> Form:
    known = _ALIASES.get(name.casefold()) or next(
        (form for form in Form if form == name.casefold()), None
    )
    if known is None:
        raise InputError(
            sentence(
                "There is no export as “{name}”: it is {forms}.",
                name=excerpt(name, SHOWN),
                forms=", ".join(Form),
            ),
            hint=for_example("/export bibtex"),
        )
    return known


def _fitting(asked: AskedExport) -> AskedExport:
    if asked.has_topics and not asked.form.takes_topics:
        raise InputError(
            sentence("Topics are no papers: export them as OPML, JSON or Markdown."),
            hint=for_example("/export opml"),
        )
    if not asked.has_topics and not asked.form.takes_papers:
        raise InputError(
            sentence("OPML is for topics: export papers as BibTeX, RIS, CSL, JSON or Markdown."),
            hint=for_example("/export bibtex"),
        )
    return asked
