"""Two hundred and more invented papers of five fields, each with a summary that is true of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Final

from domain.identifiers import PaperId
from domain.papers import Author, Paper
from summaries.llm.answers import Answer, Told
from summaries.text.folding import word_set

PER_FIELD: Final = 48
_SYLLABLES: Final = sorted(
    word_set("ber cal dor fen gri hal jor kel lun mor nex ost pra quil ras sol tur vex wil zan")
)


@dataclass(frozen=True, slots=True)
class Field:
    """How papers of a field read.

    Attributes:
        category: arXiv's.
        title, sentences: with places for what is invented.
        answer: a true summary: the one sentence, then takeaways, then results, each with the
            numbers of the sentences it stands on.
    """

    category: str
    title: str
    sentences: tuple[str, ...]
    tldr: tuple[str, tuple[int, ...]]
    takeaways: tuple[tuple[str, tuple[int, ...]], ...]
    results: tuple[tuple[str, tuple[int, ...]], ...]
    keyword: str


FIELDS: Final = (
    Field(
        category="cs.LG",
        title="{Name}: Sparse Routing for {Thing} Models",
        sentences=(
            "Large {Thing} models are slow because every layer is evaluated for every token.",
            "Existing pruning methods such as {Rival} do not preserve accuracy on long inputs.",
            "We propose {Name}, a routing method that evaluates only the layers a token needs.",
            "{Name} learns its router with a distillation loss and without any human labels.",
            "On {Data}, {Name} reaches {a}% accuracy and is {b}x faster than {Rival}.",
            "Training takes {c} hours on {d} GPUs.",
            "The router does not improve accuracy on inputs shorter than {e} tokens.",
        ),
        tldr=("{Name} evaluates only the layers a token of a {Thing} model needs.", (1, 3)),
        takeaways=(
            ("Pruning methods such as {Rival} do not preserve accuracy on long inputs.", (2,)),
            ("The router is learned with a distillation loss, without human labels.", (4,)),
            ("{Name} reaches {a}% accuracy on {Data} and is {b}x faster than {Rival}.", (5,)),
            ("For inputs under {e} tokens the router does not improve accuracy.", (7,)),
        ),
        results=(("Training {Name} takes {c} hours on {d} GPUs.", (3, 6)),),
        keyword="routing method",
    ),
    Field(
        category="hep-ph",
        title="Bounds on the {Name} Boson from {Data}",
        sentences=(
            "The {Name} boson is predicted by models with a hidden sector.",
            "Earlier searches by {Rival} assumed a narrow width.",
            "We reinterpret {a} inverse femtobarns of {Data} collisions without this assumption.",
            "No excess over the expected background is observed.",
            "Masses below {b} GeV are excluded at {c}% confidence level.",
            "The bound is stronger than that of {Rival} by a factor of {d}.",
            "Systematic uncertainties of the {Thing} simulation limit the result above {e} GeV.",
        ),
        tldr=("{Data} collisions exclude a {Name} boson with a mass below {b} GeV.", (3, 5)),
        takeaways=(
            ("Searches by {Rival} assumed that the boson has a narrow width.", (1, 2)),
            (
                "The analysis reinterprets {a} inverse femtobarns without assuming that width.",
                (2, 3),
            ),
            ("No excess over the expected background is seen.", (4,)),
            ("The new bound is {d} times stronger than that of {Rival}.", (6,)),
        ),
        results=(
            ("Above {e} GeV, uncertainties of the {Thing} simulation limit the result.", (7,)),
        ),
        keyword="hidden sector",
    ),
    Field(
        category="math.CO",
        title="{Thing} Colourings and a Question of {Rival}",
        sentences=(
            "A {Thing} colouring of a graph assigns colours so that no path of length {d} repeats.",
            "{Rival} asked whether every planar graph has such a colouring with {a} colours.",
            "We prove that {b} colours always suffice for planar graphs of girth at least {e}.",
            "The proof uses discharging and a new reduction that we call {Name}.",
            "We also show that {c} colours are not enough for outerplanar graphs.",
            "The argument does not extend to graphs on the torus.",
        ),
        tldr=("{b} colours suffice for a {Thing} colouring of planar graphs.", (1, 3)),
        takeaways=(
            ("{Rival} asked whether {a} colours are enough for every planar graph.", (2,)),
            ("The proof combines discharging with a reduction called {Name}.", (4,)),
            ("For outerplanar graphs {c} colours are not enough.", (5,)),
        ),
        results=(("The argument does not extend to graphs on the torus.", (6,)),),
        keyword="planar graph",
    ),
    Field(
        category="q-bio.NC",
        title="{Name} Neurons Encode {Thing} Timing",
        sentences=(
            "How the cortex measures intervals of {Thing} stimuli is unknown.",
            "We recorded {a} neurons in {d} animals with {Data} probes during a timing task.",
            "A group of cells, which we call {Name} neurons, fired {b} ms before each reward.",
            "Silencing these cells increased timing errors by {c}%.",
            "A control group with {Rival} stimulation did not change its behaviour.",
            "The effect vanished in sessions shorter than {e} minutes.",
        ),
        tldr=(
            "{Name} neurons in the cortex fire {b} ms before reward in a timing task.",
            (1, 2, 3),
        ),
        takeaways=(
            ("Recordings cover {a} neurons in {d} animals, made with {Data} probes.", (2,)),
            ("Timing errors increased by {c}% when these cells were silenced.", (4,)),
            ("Animals with {Rival} stimulation did not change their behaviour.", (2, 5)),
        ),
        results=(("In sessions under {e} minutes the effect vanished.", (6,)),),
        keyword="timing task",
    ),
    Field(
        category="econ.GN",
        title="Do {Thing} Subsidies Raise Wages? Evidence from {Data}",
        sentences=(
            "Subsidies for {Thing} firms are common, but their effect on wages is disputed.",
            "We study {a} firms in the {Data} registry between 2001 and 2015.",
            "Identification comes from a reform that {Rival} describes.",
            "Wages rose by {b}% in subsidised firms and did not change elsewhere.",
            "The effect is concentrated among workers with fewer than {e} years of tenure.",
            "Our estimator, {Name}, allows for {d} kinds of treatment and {c} cohorts.",
        ),
        tldr=("Wages rose by {b}% in {Thing} firms that were subsidised.", (1, 4)),
        takeaways=(
            ("The study covers {a} firms of the {Data} registry.", (2,)),
            ("Elsewhere wages did not change.", (4,)),
            ("Workers with fewer than {e} years of tenure gain most of the effect.", (5,)),
            ("The estimator {Name} allows for {c} cohorts and {d} kinds of treatment.", (6,)),
        ),
        results=(("A reform described by {Rival} gives identification.", (3,)),),
        keyword="wages",
    ),
)


@dataclass(frozen=True, slots=True)
class Case:
    """An invented paper and a summary that is true of it.

    Attributes:
        words: what is invented, by the name of its place.
    """

    paper: Paper
    answer: Answer
    words: Mapping[str, str] = field(default_factory=dict)


def cases() -> Iterator[Case]:
    """The papers, always the same."""
    rng = Random(20_310_307)
    for number in range(PER_FIELD * len(FIELDS)):
        yield _case(FIELDS[number % len(FIELDS)], number, rng)


def _case(field: Field, number: int, rng: Random) -> Case:
    words = {
        "Name": _word(rng) + rng.choice(["Net", "Flow", "KX", "-3", "Ray"]),
        "Rival": _word(rng),
        "Data": _word(rng).upper()[:5] + rng.choice(["", "-2", "8"]),
        "Thing": rng.choice(["lattice", "harmonic", "tidal", "modal", "radial", "verbal"]),
        "a": str(rng.randrange(61, 99)),
        "b": str(rng.randrange(4, 9)) + "." + str(rng.randrange(1, 9)),
        "c": str(rng.randrange(31, 49)),
        "d": str(rng.randrange(12, 29)),
        "e": str(rng.randrange(120, 480)),
    }

    def told(line: tuple[str, tuple[int, ...]]) -> Told:
        return Told(text=line[0].format(**words), sentences=list(line[1]))

    paper = Paper(
        id=PaperId(f"3103.{number + 1:05}", 1),
        title=field.title.format(**words),
        authors=(Author(f"{_word(rng)} Inkwell"), Author(f"{_word(rng)} Quill")),
        abstract=" ".join(sentence.format(**words) for sentence in field.sentences),
        categories=(field.category,),
        primary=field.category,
    )
    answer = Answer(
        tldr=told(field.tldr),
        takeaways=[told(line) for line in field.takeaways],
        results=[told(line) for line in field.results],
        keywords=[field.keyword],
    )
    return Case(paper, answer, words)


def _word(rng: Random) -> str:
    return "".join(rng.choices(_SYLLABLES, k=2)).title()
