"""Judging an answer: which of its claims stand, and what of it makes a summary."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from domain.summaries import Analysis, Claim, Provenance, Summary
from summaries.grounding import templates
from summaries.grounding.citing import better_cited
from summaries.grounding.likeness import alike, copied_abstract, features
from summaries.grounding.links import link_in
from summaries.grounding.rules import LONGEST_CLAIM, LONGEST_TLDR, Ground, Problem, Rule
from summaries.llm.answers import PARTS, Answer, Told
from summaries.text.folding import folded, occurs
from summaries.text.numbering import NumberedPaper

FEWEST_TAKEAWAYS: Final = 3
MOST_TAKEAWAYS: Final = 6
MOST_IN_PART: Final = 4
MOST_CITED: Final = 6
MOST_KEYWORDS: Final = 8
_PROPOSING: Final = re.compile(
    r"\b(?:we|our|this (?:paper|work|article) (?:\w+ly )?(?:propose|present|introduce|develop|show"
    r"|prove|describe|study|design|demonstrate|find)\w*)\b",
    re.IGNORECASE,
)
_EARLIER: Final = re.compile(
    r"\b(?:existing|previous|prior\s(?=work|stud|approach|method|art|result|research)|earlier|recent"
    r"|baselines?|state[- ]of|traditional|conventional|current|et al)\b",
    re.IGNORECASE,
)
_OF_EARLIER: Final = re.compile(
    r"\b(?:unlike|than|instead|extend\w*|based on|build\w* (?:up)?on|compared?"
    r"|improv\w+ (?:up)?on)\b([^,]*)",
    re.IGNORECASE,
)
"""Beside one's own work, and what of earlier work is told there."""
_LONGEST_KEYWORD: Final = 60
_LONGEST_TITLE: Final = 300
_TURNED: Final = {Rule.POLARITY, Rule.SUBJECT}
_OF_CITING: Final = _TURNED | {Rule.CITATION, Rule.SUPPORT, Rule.NUMBER, Rule.NAME}
"""What a claim may fail by only for the sentences that it cites."""
PAPERS_LANGUAGE: Final = "en"
"""ISO 639-1 code of what nearly all of arXiv is written in."""


@dataclass(frozen=True)
class Judgement:
    """What became of an answer.

    Attributes:
        standing: the claims that stand, by part, in the answer's order.
        problems: where and why others do not.
        keywords: those that stand in the paper.
        title: its translation, where one was wanted and has the title's names and numbers.
    """

    standing: Mapping[str, tuple[Claim, ...]]
    problems: tuple[tuple[str, Problem], ...]
    keywords: tuple[str, ...] = ()
    title: str = ""
    counts: Counter[Rule] = field(default_factory=Counter)

    @property
    def suffices(self) -> bool:
        """Whether what stands makes a summary."""
        takeaways = self.standing.get("takeaways", ())
        return bool(self.standing.get("tldr")) and len(takeaways) >= FEWEST_TAKEAWAYS

    def summary(self, provenance: Provenance, code_links: Sequence[str]) -> Summary:
        """The summary of what stands; only where that suffices."""
        return Summary(
            tldr=self.standing["tldr"][0],
            takeaways=self.standing["takeaways"][:MOST_TAKEAWAYS],
            provenance=provenance,
            analysis=Analysis(**{part: self.standing.get(part, ()) for part in PARTS}),
            keywords=self.keywords,
            code_links=tuple(code_links),
            title=self.title,
        )


def judged(answer: Answer, paper: NumberedPaper, language: str) -> Judgement:
    """Hold every claim of an answer against the paper."""
    ground = _ground(paper, language)
    standing: dict[str, list[Claim]] = {}
    problems: list[tuple[str, Problem]] = []
    for part, place, told in answer.claims():
        where = part if part == "tldr" else f"{part} {place + 1}"
        longest = LONGEST_TLDR if part == "tldr" else LONGEST_CLAIM
        told, found = _on_its_sentences(told, ground, longest)
        if part == "prior_work" and not found:
            found = _own_work(told, paper)
        found += _repeats(part, told, standing)
        if found:
            problems += [(where, problem) for problem in found]
        elif part == "takeaways" or len(standing.get(part, ())) < MOST_IN_PART:
            standing.setdefault(part, []).append(_claim(told, paper))
    standing, copied = _without_copies(standing, paper)
    problems += [("takeaways", problem) for problem in copied]
    return Judgement(
        standing={part: tuple(claims) for part, claims in standing.items()},
        problems=tuple(problems),
        keywords=_keywords(answer.keywords, paper),
        title=_title(answer.translated_title, paper, language),
        counts=Counter(problem.rule for _, problem in problems),
    )


def judged_reply(
    told: Sequence[Told], paper: NumberedPaper, language: str
) -> tuple[tuple[Claim, ...], list[tuple[str, Problem]]]:
    """Which sentences of an answer to a question stand on the paper, and why others do not."""
    ground = _ground(paper, language)
    standing: list[Claim] = []
    problems: list[tuple[str, Problem]] = []
    for place, each in enumerate(told, 1):
        each, found = _on_its_sentences(each, ground, LONGEST_CLAIM)
        if not found and any(alike(each.text, claim.text) for claim in standing):
            found = [Problem(Rule.REPEAT, each.text)]
        problems += [(f"sentence {place}", problem) for problem in found]
        if not found:
            standing.append(_claim(each, paper))
    return tuple(standing), problems


def _ground(paper: NumberedPaper, language: str) -> Ground:
    return Ground(
        title=paper.title,
        sentences=tuple(sentence.quote for sentence in paper.sentences),
        abstract=paper.abstract,
        language=language,
    )


def _on_its_sentences(told: Told, ground: Ground, longest: int) -> tuple[Told, list[Problem]]:
    """A claim with the sentences it stands on, and its problems where it stands on none."""
    found = _problems(told, ground, longest)
    rules = {problem.rule for problem in found}
    # What turns its own sentence round is false, whatever others say.
    if not rules or not rules <= _OF_CITING or rules <= _TURNED:
        return told, found
    cited = [number - 1 for number in told.sentences]
    if len(cited) > MOST_CITED or not set(cited) & set(range(len(ground.sentences))):
        return told, found
    better = better_cited(told.text.strip(), cited, ground, longest=longest)
    if not better:
        return told, found
    return told.model_copy(update={"sentences": [place + 1 for place in better]}), []


def _problems(told: Told, ground: Ground, longest: int) -> list[Problem]:
    if len(told.sentences) > MOST_CITED:
        return [Problem(Rule.CITATION, f"{len(told.sentences)} sentences at once")]
    return ground.problems(
        told.text.strip(), [number - 1 for number in told.sentences], longest=longest
    )


def _own_work(told: Told, paper: NumberedPaper) -> list[Problem]:
    """Prior work that is the paper's own: what "we" do in each sentence, and no earlier work."""
    quotes = [paper.sentences[number - 1].quote for number in told.sentences]
    if all(_is_own(told.text, quote) for quote in quotes):
        return [Problem(Rule.SUBJECT, "the paper's own work")]
    return []


def _is_own(claim: str, quote: str) -> bool:
    """Whether a sentence tells a claim as the paper's own work."""
    if not _PROPOSING.search(quote) or _EARLIER.search(quote):
        return False
    earlier = _OF_EARLIER.search(quote)
    if earlier is None:
        return True
    said, behind = features(claim), features(earlier[1])
    return len(said & behind) < len(said & features(quote[: earlier.start()]))


def _repeats(part: str, told: Told, standing: Mapping[str, list[Claim]]) -> list[Problem]:
    """A takeaway repeats no other, nor the summary; a part of the analysis repeats no part."""
    shown = {"tldr", "takeaways"}
    earlier = [
        claim
        for other, claims in standing.items()
        if (other in shown) == (part in shown)
        for claim in claims
    ]
    if any(alike(told.text, claim.text) for claim in earlier):
        return [Problem(Rule.REPEAT, told.text)]
    return []


def _without_copies(
    standing: dict[str, list[Claim]], paper: NumberedPaper
) -> tuple[dict[str, list[Claim]], list[Problem]]:
    """What stands, less the takeaways where they are but the abstract over again."""
    takeaways = [claim.text for claim in standing.get("takeaways", ())]
    abstract = [sentence.quote for sentence in paper.sentences[: paper.abstract]]
    if not copied_abstract(takeaways, abstract):
        return standing, []
    kept = {part: claims for part, claims in standing.items() if part != "takeaways"}
    return kept, [Problem(Rule.COPY, "the abstract sentence by sentence")]


def _claim(told: Told, paper: NumberedPaper) -> Claim:
    cited = dict.fromkeys(number - 1 for number in told.sentences)
    text = " ".join(told.text.split())
    evidence = tuple(paper.sentences[place] for place in cited)
    if any(_same(text, piece.quote) for piece in evidence):
        text = f"“{text.strip('“”')}”"  # the paper's own words are told as such
    return Claim(text, evidence)


def _same(text: str, quote: str) -> bool:
    return folded(text).casefold().rstrip(". ") == folded(quote).casefold().rstrip(". ")


def _title(translated: str, paper: NumberedPaper, language: str) -> str:
    """The title's translation; empty where there is to be none, or it says something else."""
    text = " ".join(translated.split())
    if language == PAPERS_LANGUAGE or not text or len(text) > _LONGEST_TITLE:
        return ""
    ground = Ground(title=paper.title, sentences=(paper.title,), abstract=1, language=language)
    return "" if ground.problems(text, [0]) else text


def _keywords(told: Sequence[str], paper: NumberedPaper) -> tuple[str, ...]:
    """The keywords that stand in the paper, each once, and nothing that is no term."""
    whole = "\n".join((paper.title, *(sentence.quote for sentence in paper.sentences)))
    kept: dict[str, str] = {}
    for keyword in told:
        word = " ".join(keyword.split()).strip(" .,;#")
        is_term = 1 < len(word) <= _LONGEST_KEYWORD and templates.placeholder(word) is None
        leads_away = link_in(word) or templates.instruction_in(word)
        if is_term and not leads_away and occurs(word, whole):
            kept.setdefault(folded(word).casefold(), word)
    return tuple(kept.values())[:MOST_KEYWORDS]
