"""Whom a source cites by name, by its list of references or by its ``.bib`` alone."""

from __future__ import annotations

import pytest

from tests.papers.fulltext.forms.test_tex_meanings import _read as read
from tests.papers.fulltext.forms.test_tex_meanings import _whole as whole

_BIB = r"""@string{j = "No"}
@article{hat99, author = {Hut, Ada and de la Mar, B{\"o} and Others, C.}, title={No}}
@book{ pond, editor="Ludwig van Teich and Ann Weir", year=2001}
@misc{group,
  title = {Not this author = {No}}, author = {{The Boat Collaboration}} }
@misc{one, author={Ada Hut}}
"""
_BBL = r"""\begin{thebibliography}{3}
\bibitem[Hut {et~al.}(1999)Hut, de la Mar, Others]{hat99} A. Hut, No.
\bibitem[{{van Teich} \& Weir(2001)}]{pond} No.
\bibitem[\protect\citeauthoryear{Hut}{Hut}{2002}]{one} No.
\bibitem{group} The Boat Collaboration, No.
\end{thebibliography}"""
_BIBLATEX = r"""\entry{hat99}{article}{}
  \name{author}{3}{}{{{hash=a}{family={Hut},given={Ada}}}{{hash=b}{family={Mar}}}{{family={O}}}}
\endentry
\entry{one}{misc}{} \name{author}{1}{}{{{family={Hut},familyi={H}}}} \endentry"""


@pytest.mark.parametrize(
    ("cited", "files", "told"),
    [
        (r"\citet{hat99} folds.", {"a.bib": _BIB}, "Hut et al. folds."),
        (r"\textcite[see][3]{pond} fold.", {"a.bib": _BIB}, "van Teich and Weir fold."),
        (r"\Citet*{one,pond} fold.", {"a.bib": _BIB}, "Hut and van Teich and Weir fold."),
        (r"\citeauthor{group} folds.", {"a.bib": _BIB}, "The Boat Collaboration folds."),
        (r"\citet{hat99} folds.", {"main.bbl": _BBL}, "Hut et al. folds."),
        (r"\citet{pond} fold.", {"main.bbl": _BBL}, "van Teich & Weir fold."),
        (r"\citet{one} folds.", {"main.bbl": _BBL}, "Hut folds."),
        (r"\textcite{hat99} folds.", {"main.bbl": _BIBLATEX}, "Hut et al. folds."),
        (r"\textcite{one} folds.", {"main.bbl": _BIBLATEX}, "Hut folds."),
        (r"\citet{none} folds \citep{hat99}.", {"a.bib": _BIB}, "folds."),
        (r"\citet{hat99} folds.", {"a.bib": "@article{hat99, author = {Hut"}, "folds."),
        (r"\citet{hat99} folds.", {}, "folds."),
    ],
)
def test_names(cited: str, files: dict[str, str], told: str) -> None:
    """A sentence keeps its subject; nothing else of the references is read."""
    text = "\n\n".join(part.text for part in read({"main.tex": whole(cited), **files}).sections)
    assert text.startswith(told)
    assert "No" not in text
