"""Numbers with their units: how each spelling is read, and which are the paper's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.grounding.quantities import Quantity, quantities, unfounded_quantities


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("5 ms", 5, "ms"),
        ("5ms", 5, "ms"),
        ("5 Hours", 5, "h"),
        ("-5 °C", -5, "degree"),
        ("+5 dB", 5, "db"),
        ("1,234.5 km", 1234.5, "km"),
        ("1 234 567", 1_234_567, ""),
        ("1'000 kg", 1_000, "kg"),
        ("1\u202f000 kg", 1_000, "kg"),
        ("3.5k steps", 3_500, ""),
        ("3.5k GB", 3_500, "gb"),
        ("3.5 k", 3.5, ""),
        ("2 million hours", 2_000_000, "h"),
        ("2 million %", 2_000_000, "%"),
        ("2 million", 2_000_000, ""),
        ("2 million things", 2_000_000, ""),
        ("2m", 2_000_000, ""),
        ("2 m", 2, "m"),
        ("2 tausend", 2_000, ""),
        ("5 × 10^{-3}", 0.005, ""),
        ("5 \\times 10^{3} eV", 5_000, "ev"),
        ("10^3", 1_000, ""),
        ("2^{99}", 2.0**99, ""),
        ("2^{100}", float("inf"), ""),
        ("2^{-100}", float("inf"), ""),
        ("1e5 s", 100_000, "s"),
        ("2e-3", 0.002, ""),
        ("1e299", 1e299, ""),
        ("1e400", 1e300, ""),
        ("2e-400", 2e-300, ""),
        ("1st", 1, ""),
        ("2nd", 2, ""),
        ("3rd", 3, ""),
        ("4th", 4, ""),
        ("50 \\%", 50, "%"),
        ("50%", 50, "%"),
        ("5％", 5, "%"),
        ("100 percent", 100, "%"),
        ("20-fold", 20, "x"),
        ("3x", 3, "x"),
        ("5 apples", 5, ""),
        ("5.", 5, ""),
        ("5", 5, ""),
        ("1.2万张", 12_000, ""),
        ("3千米", 3, "km"),
        ("5毫秒", 5, "ms"),
        ("5分钟", 5, "min"),
        ("3个小时", 3, "h"),
        ("5倍", 5, "x"),
        ("5张", 5, ""),
        ("5张小时", 5, ""),
        ("3个小时内完成", 3, "h"),
        ("5分钟内完成", 5, "min"),
        ("5秒内完成", 5, "s"),
    ],
)  # fmt: skip
def test_one_number_is_read_as_meant(text: str, value: float, unit: str) -> None:
    """Its value with powers and scales worked in, and its unit."""
    (found,) = quantities(text)
    assert found.value == pytest.approx(value, rel=1e-12, abs=0.0)
    assert found.unit == unit


@pytest.mark.parametrize("text", ["3D", "5apples", "v1.2", "a-3", "1.2.3", "GPT-4", "ResNet50"])
def test_names_and_versions_are_no_numbers(text: str) -> None:
    """Nor dates with points."""
    assert quantities(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3,5", 3.5),
        ("1.234,5", 1_234.5),
        ("1.234", 1_234),
        ("12.345.678", 12_345_678),
        ("3.5", 3.5),
    ],
)
def test_a_comma_may_be_a_point(text: str, value: float) -> None:
    """As most of Europe writes; points part thousands then."""
    (found,) = quantities(f"Es sind {text} davon", comma_is_point=True)
    assert found.value == value


@pytest.mark.parametrize(
    ("text", "roughly", "written"),
    [
        ("nearly 5.5 h of it", True, "5.5 h"),
        ("it is About 5 ms", True, "5 ms"),
        ("~5", True, "5"),
        ("it is 5 X more", False, "5 X"),
        ("about it, 5", False, "5"),
        ("-5 %", False, "5 %"),
        ("+5 dB", False, "+5 dB"),
    ],
)
def test_what_is_about_so_much_is_known_as_such(text: str, *, roughly: bool, written: str) -> None:
    """And each is told as it was written."""
    (found,) = quantities(text)
    assert (found.roughly, found.written) == (roughly, written)


@pytest.mark.parametrize(
    ("claim", "source", "unknown"),
    [
        ("It takes 5 ms.", "It takes 5 ms.", []),
        ("It takes 5 ms.", "It takes 5 s.", ["5 ms"]),
        ("It takes 5.", "It takes 5 s.", []),
        ("It takes 5 s.", "There are 5.", ["5 s"]),
        ("It is 5x faster.", "The factor is 5.", []),
        ("It is 5x faster.", "It takes 5 s.", ["5x"]),
        ("It gains -5 dB.", "It gains 5 dB.", []),
        ("About 92% are right.", "91.5% are right.", []),
        ("About 92% are right.", "91.4% are right.", ["92%"]),
        ("About 90% are right.", "91.4% are right.", []),
        ("About 91.5% are right.", "91.46% are right.", []),
        ("About 91.4% are right.", "91.46% are right.", ["91.4%"]),
        ("92% are right.", "91.5% are right.", ["92%"]),
        ("About 92 s.", "91.5% are right.", ["92 s"]),
        ("There are 2 of them.", "There are two of them.", []),
        ("It is 2x faster.", "It is twice as fast.", []),
        ("It takes 2 s.", "Two are run.", ["2 s"]),
        ("It takes 3 hours.", "Three hours are enough.", []),
        ("It takes 4 hours.", "Three hours are enough.", ["4 hours"]),
        ("Twelve hours are enough.", "It takes 12 hours.", []),
        ("Twelve hours are enough.", "A dozen hours are enough.", []),
        ("Twelve hours and Twelve days.", "It takes 11 hours.", ["twelve"]),
        ("Seven and nine of them.", "Nine of them.", ["seven"]),
        ("Two of them.", "Nine of them.", []),
        ("Thirteen of them.", "Twelve of them.", ["thirteen"]),
        ("Seventeen percent are right.", "Twelve percent are right.", ["17 percent"]),
        ("Forty percent are right.", "Of forty, twelve percent are right.", ["40 percent"]),
        ("12% are right.", "Twelve per cent are right.", []),
        ("Twelve percent are right.", "12% are right.", []),
        ("There are 3,5 of them.", "There are 3.5 of them.", ["3,5 of"]),
        ("5 of 5 are right.", "5 of 6 are right.", ["5 twice"]),
        ("5 of 5 are right.", "5 of 5 are right.", []),
        ("1.5 of 1.5 are right.", "1.5 of 6 are right.", ["1.5 twice"]),
        ("5 of 6 are right.", "5 of 6, or 5 of 7, are right.", []),
        ("7 of 7 are right.", "5 of 6 are right.", ["7 of", "7 are"]),
        ("It rises from 9 to 3.", "It falls from 3 to 9.", ["from 9 to 3"]),
        ("It rises from 3 to 9.", "It rises from 3 to 9.", []),
        ("It rises from 3 to 9.", "From 3 to 9, or from 9 to 3.", []),
        ("It stays from 3 to 3.", "It stays from 3 to 3.", []),
        ("It goes FROM about 9 years TO 3.", "It goes from 3 to 9 years.", ["from 9 to 3"]),
    ],
)  # fmt: skip
def test_numbers_of_a_claim_are_the_papers(claim: str, source: str, unknown: list[str]) -> None:
    """In digits or words, with their units; rounded where the claim says so."""
    assert list(unfounded_quantities(claim, source)) == unknown


@pytest.mark.parametrize(
    ("claim", "source", "unknown"),
    [
        ("Es sind 3,5 Stück.", "There are 3.5 of them.", []),
        ("Es sind 3,6 Stück.", "There are 3.5 of them.", ["3,6 Stück"]),
        ("Es sind 12.345.678 Fälle.", "There are 12,345,678 cases.", []),
        ("Es sind 12.345.679 Fälle.", "There are 12,345,678 cases.", ["12.345.679 Fälle"]),
        ("Es sind 1,234.5 km, dazu 7 km.", "It is 1,234.5 km.", ["7 km"]),
        ("Die Tupel 1,2,3 sind bekannt.", "The tuple 1,2,3 is known.", []),
        ("Es steigt von 3 auf 9, seven Jahre.", "It falls from 9 to 3.", []),
    ],
)
def test_numbers_in_other_languages_are_read_both_ways(
    claim: str, source: str, unknown: list[str]
) -> None:
    """With a comma for a point or without; some are a number only one way."""
    assert list(unfounded_quantities(claim, source, english=False)) == unknown


@given(st.text(alphabet="0123456789.,' eE^x%km-五万", max_size=30), st.booleans())
def test_whatever_is_written_gets_an_answer(text: str, english: bool) -> None:
    """And a text's own numbers are all its own, but for those that it has more often."""
    unknown = list(unfounded_quantities(text, text, english=english))
    assert all(isinstance(one, str) for one in unknown)
    assert all(isinstance(one, Quantity) for one in quantities(text))
