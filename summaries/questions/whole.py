"""Questions about a paper as a whole: "What is this about?", "What did they find?".

Their words stand anywhere or nowhere in a paper; what answers them are its abstract's sentences, by
what each is for, and for limits those of the section of them. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import Final

from domain.metadata.comments import read_comment
from summaries.extractive.analysis import states_limit, states_use
from summaries.extractive.choosing import chosen
from summaries.extractive.passages import Part
from summaries.extractive.ranking import Ranker
from summaries.extractive.roles import Role, roles, settled
from summaries.questions.asked import LONGEST
from summaries.questions.searchable import AUTHORS, COMMENTS, SearchablePaper
from summaries.text.boilerplate import is_hollow, is_notice
from summaries.text.understanding import Line, Reading
from topics.english.stems import STOPWORDS, stem, tokens


class Whole(StrEnum):
    """What is asked of a paper as a whole."""

    ABOUT = "about"
    RESULTS = "results"
    PROBLEM = "problem"
    METHOD = "method"
    LIMITS = "limits"
    USE = "use"
    VENUE = "venue"
    AUTHORS = "authors"


def _stems(words: str) -> frozenset[str]:
    return frozenset(map(stem, words.split()))


_OF_ANY_PAPER: Final = _stems(
    "paper article study work author authors research main mainly key overall major central short"
    " shortly briefly brief please exactly actually really use used using researchers team did does"
    " do get tell give me say explain describe one sentence words simple terms"
)
_EXPLAIN: Final = _stems("explain describe tell")
_ASKED: Final = {
    Whole.ABOUT: _stems(
        "about idea gist summary summarize summarise tldr tl dr topic point takeaway takeaways"
        " propose proposed proposal contribution contributions contribute novelty novel new"
        " introduce present claim overview message subject"
    ),
    Whole.RESULTS: _stems(
        "find found finding findings result results conclude conclusion conclusions show shown"
        " discover discovered achieve outcome outcomes learn"
    ),
    Whole.PROBLEM: _stems(
        "problem solve solved motivation motivate address goal aim purpose tackle question ask"
        " challenge"
    ),
    Whole.METHOD: _stems(
        "method methods approach technique methodology propose proposed new novel"
    ),
    Whole.LIMITS: _stems(
        "limit limits limitation limitations limited weakness weaknesses drawback drawbacks caveat"
        " caveats shortcoming shortcomings acknowledge admit mention there any known"
    ),
    Whole.USE: _stems(
        "matter matters important importance care significance significant implication"
        " implications impact useful good application applications benefit benefits practical"
        " relevant relevance should would could"
    ),
    Whole.VENUE: _stems(
        "accepted accept acceptance published publish publication conference venue journal workshop"
        " proceedings appear appeared appears presented peer reviewed refereed"
    ),
}
_HOW_IT_WORKS: Final = re.compile(
    r"\W*how (?:does|do) (?:it|this|that|they|(?:the|this|their) (?:method|model|approach|system))"
    r"(?: actually| really)? (?:work|do (?:it|this|that))\W*",
    re.IGNORECASE,
)
_WHO_WROTE: Final = re.compile(
    r"\W*who (?:wrote|authored|made|published|(?:is|are) the authors?(?: of)?)"
    r"(?: (?:it|this|(?:this|the) (?:paper|article|preprint|study)))?\W*",
    re.IGNORECASE,
)
_CHINESE: Final = re.compile(
    r"\W*(?:请问)?(?:这|本|该)?(?:篇|个|项)?(?:论文|文章|研究|工作|作者|他们)?的?(?:主要|核心|关键)?"
    r"(?:(?P<about>讲了什么|讲什么|说了什么|关于什么|是关于什么的|内容|贡献|创新点?|观点|提出了?什么|做了什么)"
    r"|(?P<results>发现了?什么|结果|结论|成果|得出了?什么结论)"
    r"|(?P<problem>解决了?什么问题|问题|动机|目的|目标)"
    r"|(?P<method>方法|用了?什么方法|怎么做的?|如何做的?)"
    r"|(?P<limits>局限性?|不足|缺点|有什么(?:局限|不足|缺点)性?)"
    r"|(?P<venue>(?:发表|接收|录用)(?:在|于)?(?:了?哪里|哪儿|什么地方|(?:哪个|什么)(?:会议|期刊|刊物))|发表了?吗)"
    r"|(?P<authors>是谁(?:写|发表)的?|作者(?:是谁|有谁)?)"
    r"|(?P<use>意义|价值|为什么重要|有什么(?:意义|用|用处|价值|应用)))"
    r"(?:是什么|有哪些|如何|怎么样)?\W*"
)
_OWN_LIMITS: Final = frozenset((Part.ABSTRACT, Part.RESULTS, Part.CONCLUSION, Part.LIMITATIONS))
_MOST: Final = 4


def whole(question: str) -> Whole | None:
    """What a question asks of a paper as a whole; None where it asks of something in it."""
    question = question[:LONGEST]
    chinese = _CHINESE.fullmatch(question)
    if chinese is not None:
        return next(Whole(name) for name, said in chinese.groupdict().items() if said)
    if not question.isascii():
        return None
    if _HOW_IT_WORKS.fullmatch(question):
        return Whole.METHOD
    if _WHO_WROTE.fullmatch(question):
        return Whole.AUTHORS
    words = tokens(question)
    telling = {stem(word) for word in words if word not in STOPWORDS} | {
        stem(word) for word in words if word == "about"
    }
    asked = telling - _OF_ANY_PAPER
    if not asked:
        return Whole.ABOUT if telling & _EXPLAIN else None
    # Of a "new method" it is the method that is asked, and of "new" alone the whole.
    kinds = [kind for kind, known in _ASKED.items() if asked <= known]
    return kinds[0] if kinds else None


def places_of(paper: SearchablePaper, asked: Whole) -> list[int]:
    """The places of the passages that answer, the best first; none where none does."""
    own = [at for at, passage in enumerate(paper.passages) if passage.part is Part.ABSTRACT]
    reading = Reading(paper.name, tuple(Line.of(paper.passages[at].text) for at in own))
    told = settled(reading.lines, roles(reading.lines))
    fit = [
        (at, role)
        for at, role, line in zip(own, told, reading.lines, strict=True)
        if not is_notice(line.text) and not is_hollow(line.text)
    ]
    if asked is Whole.ABOUT:
        main = own[chosen(Ranker(reading)).place] if own else -1
        results = [at for at, role in fit if role is Role.RESULT and at != main]
        return [main, *results][:_MOST] if own else []
    if asked is Whole.AUTHORS:
        return [at for at, one in enumerate(paper.passages) if one.section == AUTHORS]
    if asked is Whole.VENUE:
        told_by_authors = (
            (at, one) for at, one in enumerate(paper.passages) if one.section == COMMENTS
        )
        return [at for at, one in told_by_authors if read_comment(one.text).venue]
    if asked is Whole.LIMITS:
        return _limits(paper, {at for at, role in fit if role is Role.BACKGROUND})[:_MOST]
    if asked is Whole.USE:
        return _uses(paper, fit)[:_MOST]
    wanted = _ROLES[asked]
    return [at for role in wanted for at, has in fit if has is role][:_MOST]


def _limits(paper: SearchablePaper, of_others: AbstractSet[int]) -> list[int]:
    """Those of a section of limits; where there is none, what tells of them in front or late."""
    found = [
        at
        for at, one in enumerate(paper.passages)
        if one.part in _OWN_LIMITS and at not in of_others and states_limit(one.text, one.part)
    ]
    own = [at for at in found if paper.passages[at].part is Part.LIMITATIONS]
    return own or found


def _uses(paper: SearchablePaper, fit: Sequence[tuple[int, Role]]) -> list[int]:
    """What is found to be good for something; else why it is looked into at all."""
    late = (Role.RESULT, Role.OTHER)
    told = [at for at, role in fit if role in late and states_use(paper.passages[at].text)]
    told += [
        at
        for at, one in enumerate(paper.passages)
        if one.part is Part.CONCLUSION and states_use(one.text)
    ]
    why = (Role.BACKGROUND, Role.OBJECTIVE)
    return told or [at for wanted in why for at, role in fit if role is wanted][:1]


_ROLES: Final = {
    Whole.RESULTS: (Role.RESULT,),
    Whole.PROBLEM: (Role.OBJECTIVE, Role.BACKGROUND),
    Whole.METHOD: (Role.OBJECTIVE, Role.METHOD),
}
