"""``python -m tests.corpus.ranking.table``: prints rows of the table in ``docs/ranking.md``.

It takes some ten minutes; names of tasks make those alone.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any, Final

from tests.corpus.ranking.followed import followed
from tests.corpus.ranking.judged import OTHER_TASTES, ranked, told_apart


def _readers() -> Iterator[str]:
    told = ranked("readers", "--seeds", "all")
    found = " / ".join(f"{told[seeds]['nDCG@10']['mean']:.3f}" for seeds in ("full", "8", "3"))
    what = "author readers, nDCG@10: whole library / 8 / 3 papers"
    yield f"| {what} | .277 / .261 / .190 | {found} |"
    yield from _cost(told["cost"])


def _voters() -> Iterator[str]:
    yield from _by_votes("simulated voters", ".434", ".27", ranked("voters"))


def _other_voters() -> Iterator[str]:
    told = ranked("voters", "--seed", "22", "--concepts", str(OTHER_TASTES))
    yield from _by_votes("simulated voters of other tastes", "-", "-", told)


def _by_votes(who: str, gained: str, after: str, told: dict[str, Any]) -> Iterator[str]:
    late = told["gain@10_around_the_change"]["change"]["31-40"]
    gain = told["gain@10_all_days"]["mean"]
    shown, pool = (told["calibration_after_50_votes"][of] for of in ("shown", "whole pool"))
    reasons = told["reasons"]
    yield f"| {who}, gain@10 over all days | {gained} | {gain:.3f} |"
    yield f"| the same, days 31 to 40 after a change of taste | {after} | {late:.3f} |"
    gaps = f"{shown['worst_gap']:.2f}; {pool['worst_gap']:.2f}"
    what = "worst gap of `likely` to the truth after 50 votes: papers shown; the whole pool"
    yield f"| {what} | - | {gaps} |"
    true, named = reasons["true_of_those_given"], reasons["words_that_name_a_taste"]
    what = "reasons that are true; words that name what the voter cares for"
    yield f"| {what} | - | {true:.0%}; {named:.1%} |"
    yield f"| papers shown with a true reason | - | {reasons['shown_with_a_true_reason']:.0%} |"
    yield from _cost(told["cost"])


def _similar() -> Iterator[str]:
    told = ranked("similar")["all"]
    found = " / ".join(f"{told[measure]['mean']:.3f}" for measure in ("nDCG@10", "MAP"))
    yield f"| papers like one, nDCG@10 / MAP (tf-idf cosine there) | .767 / .601 | {found} |"


def _by_meaning() -> Iterator[str]:
    told = ranked("similar", by_meaning=True)["all"]
    found = " / ".join(f"{told[measure]['mean']:.3f}" for measure in ("nDCG@10", "MAP"))
    what = "the same by meaning as well (there ranks of tf-idf and of the same model)"
    yield f"| {what} | .794 / .641 | {found} |"


def _namesakes() -> Iterator[str]:
    told = told_apart()
    found = " / ".join(f"{told[measure]:.3f}" for measure in ("precision", "recall", "F1"))
    yield (
        "| authors of one name, pairs: precision / recall / F1 (there by shared co-authors) "
        f"| .98 / .57 / .718 | {found} |"
    )


def _followed() -> Iterator[str]:
    told = followed()
    alone, query = ("{:.2f} / {:.2f}".format(*told[how]) for how in ("name", "query"))
    what = "later papers of somebody who is followed: precision / recall (by the name alone)"
    yield f"| {what} | {alone} | {query} |"


def _cost(cost: dict[str, Any]) -> Iterator[str]:
    further = cost["further_reader_ms"]
    found = f"{further['cpu_mean']:.0f}; {further['p95']:.0f}"
    yield f"| a further reader of a known pool, ms of processor; p95 by the clock | 9 | {found} |"
    yield f"| memory at most, MB | - | {cost['peak_mb']} |"


TASKS: Final[dict[str, Callable[[], Iterator[str]]]] = {
    "readers": _readers,
    "voters": _voters,
    "other_voters": _other_voters,
    "similar": _similar,
    "meaning": _by_meaning,
    "namesakes": _namesakes,
    "followed": _followed,
}


def main(wanted: list[str]) -> None:
    """Print the rows of some tasks, or of all."""
    for name in wanted or TASKS:
        sys.stdout.writelines(f"{line}\n" for line in TASKS[name]())


if __name__ == "__main__":
    main(sys.argv[1:])
