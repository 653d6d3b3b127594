"""Shorter forms of sentences: what may go, and what goes with it."""

from __future__ import annotations

import pytest

from summaries.extractive.compression import variants


def test_no_cut_leaves_half_of_a_list() -> None:
    """What has the form of a participle is one of three things."""
    sentence = (
        "We give a list of all lakes that are known for the hinges of their boats, fishing, and the"
        " noise of their ice."
    )
    assert not any(form.text.endswith("boats.") for form in variants(sentence))


def test_no_cut_leaves_half_of_what_stands_between_dashes() -> None:
    """What is inserted goes with what is said of it."""
    sentence = (
        "We further show that the creak of hinges – a part of all their noises – is caused by the"
        " ice of the lakes."
    )
    assert all("noises" not in form.text or "caused" in form.text for form in variants(sentence))


WET = "Hinges of tin are quiet under the ice of all the lakes."
REPORTS = (
    "We show that {}",
    "Furthermore, we found that {}",
    "We also demonstrated experimentally that {}",
    "It is shown that {}",
    "The experiments have confirmed that {}",
    "Our analysis reveals that, surprisingly, {}",
    "It turns out that {}",
)


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_goes_before_what_is_reported(report: str) -> None:
    """That it was found is the first thing to go; nothing of what was found goes with it."""
    sentence = report.format(WET[0].lower() + WET[1:])
    assert WET in {form.text for form in variants(sentence)}


@pytest.mark.parametrize(
    "sentence",
    [
        "We found that they are quiet under the ice of all the lakes.",
        "The previous studies have shown that hinges are quiet under the ice.",
        "It has been shown that hinges are quiet under the ice of all the lakes.",
        "Our results suggest that hinges are quiet under the ice of all the lakes.",
    ],
)
def test_a_report_stays_that_says_whose_or_how_sure_it_is(sentence: str) -> None:
    """What others found, what is guessed and what "they" did is not told without it."""
    assert all("that" in form.text for form in variants(sentence))


def test_of_two_acts_the_finding_is_told() -> None:
    """What was done gives way to what was found, where that stands without it."""
    done = (
        "We fold hinges of birch for three winters in the north and show that {} are loud at night."
    )
    told = "We show that hinges of oak are loud at night."
    assert told in {form.text for form in variants(done.format("hinges of oak"))}
    for other in (
        done.format("they"),
        done.format("hinges of oak").replace("hinges of birch", "what does not creak"),
        done.format("hinges of oak").replace("for three winters", "that creak"),
        done.format("hinges of oak").replace("for three winters", "only in winter"),
    ):
        assert told not in {form.text for form in variants(other)}


def test_what_was_shown_by_what_was_done_is_told() -> None:
    """What was found stands alone, where it does not lean on what was done for it."""
    done = "We fold hinges of birch for three winters in the north, showing that {} loud at night."
    assert "Hinges of oak are loud at night." in {
        form.text for form in variants(done.format("hinges of oak are"))
    }
    assert not any(form.text.startswith("They") for form in variants(done.format("they are")))


def test_a_guess_goes_before_what_was_found() -> None:
    """Whatever doubts it has are its own."""
    found = "Hinges of oak are loud at night in all the lakes of the north"
    guess = "suggesting that no joiner can sleep there unless the lake is frozen"
    assert f"{found}." in {form.text for form in variants(f"{found}, {guess}.")}
    bound = f"{found}, holding only where no joiner sleeps."
    assert f"{found}." not in {form.text for form in variants(bound)}


def test_with_what_something_was_done_may_go_only_from_the_end() -> None:
    """A cut where a verb follows would leave a subject alone."""
    done = "We listened to the hinges of nine harbours in the north using a horn of tin."
    assert done.replace(" using a horn of tin", "") in {form.text for form in variants(done)}
    held = "We show that the hinges of nine harbours in the north using tin creak less than oak."
    assert not any(form.text.endswith("in the north.") for form in variants(held))
