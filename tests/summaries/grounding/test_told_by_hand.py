"""Claims written by hand, true and false: a baseline's result told as the method's, and the like.

``python -m tests.summaries.grounding.test_told_by_hand`` prints how many are caught, by kind, and
which are judged wrongly.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from domain.summaries import Evidence
from summaries.grounding.judging import judged
from summaries.llm.answers import Answer, Told
from summaries.text.numbering import NumberedPaper

WRITTEN: Final = Path(__file__).with_name("told_by_hand")
"""Papers with claims, in sets; what was changed after each is told where it begins."""
CAUGHT: Final = 0.9
STANDING: Final = 0.98


class Case(NamedTuple):
    """A claim about a paper, in a part of an answer."""

    paper: NumberedPaper
    claim: Told
    part: str = "results"
    language: str = "en"

    @property
    def falls(self) -> bool:
        """Whether it does not stand on that paper."""
        answer: dict[str, Any] = {"tldr": Told(text="", sentences=[]), "takeaways": []}
        answer[self.part] = [self.claim]
        found = judged(Answer(**answer), self.paper, self.language)
        return not found.standing.get(self.part)


def cases(name: str = "*") -> Iterator[tuple[str, Case]]:
    """Each with its kind, of all sets or of one."""
    files = sorted(WRITTEN.glob(f"{name}.toml"))
    sets = [tomllib.loads(file.read_text(encoding="utf-8")) for file in files]
    for written in (paper for papers in sets for paper in papers["papers"]):
        told = tuple(Evidence("Abstract", text) for text in written["sentences"])
        paper = NumberedPaper(written["title"], told, len(told), coverage=1.0, of_full_text=False)
        language = written.get("language", "en")
        kinds = {"true": written["true"], **written["false"]}
        for kind, claims in kinds.items():
            for text, cited in claims:
                yield kind, Case(paper, Told(text=text, sentences=cited), language=language)
        for kind in ("own", "prior"):
            for text, cited in written[kind]:
                yield kind, Case(paper, Told(text=text, sentences=cited), "prior_work", language)


def judged_wrongly(name: str = "*") -> tuple[dict[str, list[str]], dict[str, int]]:
    """The claims that are judged wrongly, by kind, and how many there are of each."""
    wrong: dict[str, list[str]] = {}
    many: dict[str, int] = {}
    for kind, case in cases(name):
        many[kind] = many.get(kind, 0) + 1
        if case.falls == (kind in {"true", "prior"}):
            wrong.setdefault(kind, []).append(case.claim.text)
    return wrong, many


@pytest.fixture(scope="module")
def outcome() -> tuple[dict[str, list[str]], dict[str, int]]:
    """Judged once."""
    return judged_wrongly()


@pytest.mark.parametrize(
    ("kinds", "least"),
    [
        (("subject", "who"), CAUGHT),
        (("polarity", "possible"), CAUGHT),
        (("own",), CAUGHT),
        (("together",), 0.75),
        (("true", "prior"), STANDING),
    ],
)
def test_few_are_judged_wrongly(
    kinds: tuple[str, ...],
    least: float,
    outcome: tuple[dict[str, list[str]], dict[str, int]],
) -> None:
    """Swapped subjects, denials and guesses fall; what is true stands."""
    wrong, many = outcome
    found = [claim for kind in kinds for claim in wrong.get(kind, [])]
    in_all = sum(many[kind] for kind in kinds)
    assert (in_all - len(found)) / in_all >= least, found


def test_several_sentences_of_the_first_set_are_not_put_together() -> None:
    """Of the claims that the first rules were made with, as many fall as ever."""
    wrong, many = judged_wrongly("first")
    assert (many["together"] - len(wrong["together"])) / many["together"] >= 0.8, wrong["together"]


if __name__ == "__main__":
    seen, all_of = judged_wrongly(*sys.argv[1:2])
    for each, number in all_of.items():
        sys.stdout.write(f"{each}: {number - len(seen.get(each, []))} of {number} judged rightly\n")
        sys.stdout.writelines(f"    {text}\n" for text in seen.get(each, []))
