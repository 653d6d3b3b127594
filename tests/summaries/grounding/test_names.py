"""Names in claims: which words are names, and which of them the paper has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.grounding.names import KnownNames, unfounded_latin, unfounded_names

PAPER = "We propose RouteNet, trained by stochastic gradient descent on the Penn Tree Bank. "


def unfounded(claim: str, *texts: str, capitals: bool = True) -> list[str]:
    """The names of a claim that some texts do not have."""
    return list(unfounded_names(claim, KnownNames(*texts), capitals_are_names=capitals))


@pytest.mark.parametrize(
    ("claim", "names"),
    [
        # Acronyms, names within words, and names with digits are names wherever they stand.
        ("BERT is used here.", ["BERT"]),
        ("OmegaKit is used here.", ["OmegaKit"]),
        ("Here a GPT-4 is used.", ["GPT-4"]),
        ("Here a zkx9 is used.", ["zkx9"]),
        ("Here type-2 is used.", ["type-2"]),
        ("Here we use K-means.", ["K-means"]),
        ("We call it aB.", ["aB"]),
        # Other words only with a capital, and not where a sentence begins.
        ("Here is what Vintara does.", ["Vintara"]),
        ("Layers are used here.", []),
        ("It is so. Layers are used here.", []),
        ("It is so: Layers are used here.", []),
        ("It is (Layers) here.", []),
        ("Vintara Smith uses them here.", ["Vintara", "Smith"]),
        ("The Vintara uses them here.", ["Vintara"]),
        ("Here A is used.", []),
        ("Here is what Li does.", ["Li"]),
        ("Here is BERT'S way.", ["BERT"]),
        ("Here 3x in March is what Vintara does.", ["Vintara"]),
        ("Here a-b-2 is used.", ["a-b-2"]),
        ("Here is a well-known way.", []),
        ("Here is Vintara's way.", ["Vintara"]),
        ("Here they're Kel-like.", ["Kel-like"]),
        # Authors are names in any letters.
        ("here kel et al. use it.", ["kel"]),
        ("Here Kel and colleagues use it.", ["Kel"]),
        ("Müller et al. use it.", ["Müller"]),
        # Quantities and words that everybody uses are none.
        ("Here 3x, 20th, 8gb and 12MB are used.", []),
        ("Here on Monday, in March, a PDF is in English.", []),
        ("Here 3xy is used.", ["3xy"]),
        # In a title every word has a capital.
        ("Vintara Uses Many Layers Here", []),
        ("Vintara Uses Layers", []),
        ("Vintara Uses Many Layers for the big two", []),
        ("Kel Many Very Dark Cold Warm Long Good some more here", [
            "Kel", "Many", "Very", "Dark", "Cold", "Warm", "Long", "Good",
        ]),
        ("Vintara Uses some other many things here", ["Vintara", "Uses"]),
    ],
)  # fmt: skip
def test_which_words_are_names(claim: str, names: list[str]) -> None:
    """Each is asked for once, in the order in which it stands."""
    assert unfounded(claim, "nothing of the kind") == names


@pytest.mark.parametrize(
    ("claim", "source", "stands"),
    [
        ("Here RouteNet is used.", PAPER, True),
        ("Here RouteNets are used.", PAPER, True),
        ("Here Route-Net is used.", PAPER, True),
        ("Here RouteNex is used.", PAPER, False),
        ("Here the TreeBank is used.", PAPER, True),
        ("Here the PennTreeBank is used.", PAPER, True),
        ("Here the PennTree is used.", PAPER, True),
        ("Here the Zork is used.", "We use a Route-Zork.", True),
        ("Here the PtB is used.", PAPER, True),
        ("Here the GES is used.", "Graph Embedding Systems are used.", True),
        ("Here Bayesian ways are used.", "We go by Bayes.", True),
        ("Here Kalma ways are used.", "We go by kalman ways.", True),
        ("Here Bayesi et al. use it.", "We go by bayesian ways.", False),
        ("Here is a Bayes-Like way.", "We go by bayesian ways.", True),
        ("Here some things like a Kalman Filter are used.", "We use a KF.", True),
        ("Here the OnTheFlyBank is used.", "on the fly bank", False),
        ("Here RouteNet-based ways are used.", PAPER, True),
        ("Here RouteNet-BERT is used.", PAPER, False),
        ("Here RouteNet-4 is used.", PAPER, False),
        ("Here SGD is used.", PAPER, True),
        ("Here SGDs are used.", PAPER, True),
        ("Here SGA is used.", PAPER, False),
        ("Here the PTB is used.", PAPER, True),
        ("Here the PTBs are used.", PAPER, True),
        ("Here the TB is used.", PAPER, False),
        ("Here the PTA is used.", PAPER, False),
        ("Here the Ptb is used.", PAPER, False),
        ("Here the GEC is used.", "Graph Embedding for Clusters is used.", True),
        ("Here the EC2 is used.", "Graph Embedding for Clusters is used.", False),
        ("Here Bayesian ways are used.", "We go by Bayes, as bayesians do.", True),
        ("Here Baye ways are used.", "We go by bayesian ways.", False),
        ("Here Router ways are used.", "We use routers.", True),
        ("Here Route ways are used.", "We rout them.", True),
        ("Here Rout ways are used.", "We use routers.", False),
        ("Here some things like an Extended Kalman Filter are used.", "We use an EKF.", True),
        ("Here some things like Extended Kalman Filters are used.", "We use EKFs.", True),
        ("Here some things like an Extended Kalman Filter are used.", "We use an EKG.", False),
        ("Here Smooth things, Kalman Filter is used.", "We use a KF.", False),
        ("Here the transformer BERT is used.", "bert is used", True),
    ],
)  # fmt: skip
def test_a_name_is_known_in_other_spellings(claim: str, source: str, *, stands: bool) -> None:
    """Plurals, other breaks, what it abbreviates or is abbreviated by; and nothing else."""
    assert (unfounded(claim, source) == []) == stands


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Here RouteNet is used by some people like Vintara.", PAPER),
        ("Here Route is used by some people like Vintara.", "We rout them."),
        ("Here some things like an Extended Kalman Filter are used by Vintara.", "We use an EKF."),
    ],
)
def test_after_a_known_name_others_are_still_asked_for(claim: str, source: str) -> None:
    """However the first is known."""
    assert list(unfounded_names(claim, KnownNames(source))) == ["Vintara"]


def test_a_name_is_known_whatever_parts_it() -> None:
    """A hyphen, or nothing."""
    assert KnownNames(PAPER).has("Route-Net")
    assert not KnownNames(PAPER).has("Route-Nex")


@pytest.mark.parametrize(
    ("claim", "names"),
    [
        ("Hier wird Vintara benutzt, mit BERT.", ["BERT"]),
        ("Hier wird Kel et al. benutzt.", ["Kel"]),
    ],
)
def test_where_every_noun_has_a_capital_it_makes_no_name(claim: str, names: list[str]) -> None:
    """Acronyms and authors are names all the same."""
    assert unfounded(claim, "nothing", capitals=False) == names


@pytest.mark.parametrize(
    ("claim", "names"),
    [
        ("这里用 RouteNet 和 BERT 以及 BERT。", ["BERT"]),
        ("这里用 gradient 和 gradients。", []),
        ("这里用 gradual 和 layers。", ["gradual", "layers"]),
        ("这里用 Gradientless。", ["Gradientless"]),
        ("这里用 3x 和 x 和 20th，20GB内存。", []),
        ("这里用 XRouteNet 和 Li。", ["XRouteNet", "Li"]),
        ("这里用 3x 和 BERT。", ["BERT"]),
        ("这里用8RouteNet和8BERT。", ["8BERT"]),
        ("这里用 gradually。", ["gradually"]),
        ("这里用 stochastically。", []),
    ],
)
def test_latin_words_among_other_letters_are_names(claim: str, names: list[str]) -> None:
    """But for quantities, single letters, and what begins as a word of the paper does."""
    assert list(unfounded_latin(claim, KnownNames(PAPER))) == names


def test_letters_are_an_acronym_only_in_capitals() -> None:
    """Alone or as a plural."""
    known = KnownNames("Here are RNNs, a CNN and a gan.")
    assert known.has_acronym("RNN")
    assert known.has_acronym("CNN")
    assert not known.has_acronym("GAN")


@given(st.text(alphabet="abcXYZ019 .-'/&", max_size=40))
def test_a_text_has_all_its_own_names(text: str) -> None:
    """Whatever they are."""
    assert unfounded(text, text) == []
    assert list(unfounded_latin(text, KnownNames(text))) == []
