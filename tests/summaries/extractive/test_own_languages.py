"""Papers in other languages than English: in their own, of their own part, never mixed."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import pytest

from domain.summaries import Summary
from papers.sample import sample_papers
from summaries.extractive.summarizer import ExtractiveSummarizer
from summaries.text.language import length
from summaries.text.sentences import sentences
from tests.fakes.clock import SettableClock


class Written(NamedTuple):
    """An abstract in its parts: what is known, what the paper says of itself, an offer."""

    title: str
    known: str
    own: str
    offered: str


ABSTRACTS = {
    "fr": Written(
        title="Sur le grincement des charnières pliées en eau froide",
        known=(
            "Les charnières de bouleau sont pliées depuis longtemps par les menuisiers "
            "du nord. On ne sait pourtant pas comment elles grincent dans l'eau froide."
        ),
        own=(
            "Dans cet article, nous étudions le grincement de neuf charnières dans deux"
            " lacs du nord. Nous montrons que les charnières d'étain grincent 40 % "
            "moins que celles de bouleau. Nos résultats s'appliquent aussi au chêne, M."
            " Dupont l'ayant déjà supposé."
        ),
        offered="Le code est disponible en ligne.",
    ),
    "de": Written(
        title="Über das Knarren gefalteter Scharniere in kaltem Wasser",
        known=(
            "Scharniere aus Birke werden im Norden seit langem von Tischlern gefaltet. "
            "Wie sie in kaltem Wasser knarren, ist jedoch nicht bekannt, z. B. unter "
            "dem Eis."
        ),
        own=(
            "In dieser Arbeit untersuchen wir das Knarren von neun Scharnieren in zwei "
            "Seen. Wir zeigen, dass Scharniere aus Zinn um 40 % weniger knarren als "
            "solche aus Birke. Unsere Ergebnisse gelten auch für Scharniere aus Eiche, "
            "d. h. für alle bekannten."
        ),
        offered="Der Quelltext ist im Netz verfügbar.",
    ),
    "es": Written(
        title="Sobre el crujido de bisagras plegadas en agua fría",
        known=(
            "Las bisagras de abedul se pliegan desde hace mucho tiempo en los talleres "
            "del norte. Sin embargo, no se sabe cómo crujen en agua fría."
        ),
        own=(
            "En este trabajo estudiamos el crujido de nueve bisagras plegadas en dos "
            "lagos del norte. Mostramos que las bisagras de estaño crujen un 40 % menos"
            " que las de abedul. Nuestros resultados son válidos también para el roble,"
            " como ya suponía el Dr. Pérez."
        ),
        offered="El código está disponible en línea.",
    ),
    "pt": Written(
        title="Sobre o ranger de dobradiças dobradas em água fria",
        known=(
            "As dobradiças de bétula são dobradas há muito tempo pelos marceneiros do "
            "norte. No entanto, não se sabe como elas rangem em água fria."
        ),
        own=(
            "Neste trabalho estudamos o ranger de nove dobradiças dobradas em dois "
            "lagos do norte. Mostramos que as dobradiças de estanho rangem 40 % menos "
            "do que as de bétula. Os nossos resultados valem também para o carvalho, "
            "como já supunha o Dr. Silva."
        ),
        offered="O código está disponível em linha.",
    ),
    "ru": Written(
        title="О скрипе сложенных петель в холодной воде",
        known=(
            "Петли из берёзы издавна складывают столяры севера. Однако неизвестно, как "
            "они скрипят в холодной воде, т. е. подо льдом."
        ),
        own=(
            "В этой работе мы изучаем скрип девяти сложенных петель в двух озёрах "
            "севера. Мы показываем, что петли из олова скрипят на 40 % меньше, чем "
            "берёзовые. Наши результаты верны и для петель из дуба, как предполагал А. "
            "И. Петров."
        ),
        offered="Код доступен в сети.",
    ),
    "zh": Written(
        title="冷水中折叠铰链的吱嘎声研究",
        known=("桦木铰链在北方早已由木匠折叠使用。然而，人们并不知道它们在冷水中如何发出吱嘎声。"),
        own=(
            "本文研究了北方两个湖泊中九个折叠铰链的吱嘎声。我们证明锡制铰链的吱嘎"
            "声比桦木铰链少40%。我们的结果也适用于橡木铰链。"
        ),
        offered="代码可在网上获得。",
    ),
}
ENGLISH = (
    "Hinges of birch are folded by joiners of the north."
    " We show that hinges of tin creak 40 % less than those of birch."
)


async def told(title: str, abstract: str) -> Summary:
    """The summary of a paper of which there is the abstract alone."""
    summarizer = ExtractiveSummarizer(SettableClock("2024-03-08T06:00:00"))
    paper = replace(sample_papers()[0], title=title, abstract=abstract, comment=None)
    return await summarizer.summarize(paper, None, "en")


@pytest.mark.parametrize("language", ABSTRACTS)
async def test_what_a_paper_says_of_itself_is_told(language: str) -> None:
    """Not what is known, what stands elsewhere, or where the code is; each sentence is whole."""
    title, known, own, offered = ABSTRACTS[language]
    blank = "" if language == "zh" else " "
    summary = await told(title, blank.join((known, own, offered)))
    assert summary.provenance.language == language
    shown = [summary.tldr.text, *(claim.text for claim in summary.takeaways)]
    assert sorted(shown) == sorted(sentence.text for sentence in sentences(own))
    assert not any(claims for _, claims in summary.analysis.parts())


@pytest.mark.parametrize("language", ABSTRACTS)
@pytest.mark.parametrize("english_first", [True, False])
async def test_two_languages_are_never_mixed(language: str, english_first: bool) -> None:
    """An abstract that is written twice is told in one of its languages."""
    title, known, own, _ = ABSTRACTS[language]
    parts = (ENGLISH, known, own) if english_first else (known, own, ENGLISH)
    summary = await told(title, " ".join(parts))
    shown = [summary.tldr.text, *(claim.text for claim in summary.takeaways)]
    of_english = [text in ENGLISH for text in shown]
    assert all(of_english) or not any(of_english)
    spoken = summary.provenance.language
    assert all(of_english) is (spoken == "en")
    assert not (spoken == "en" and any(word in title for word in summary.keywords))


def test_words_that_no_blank_parts() -> None:
    """Two characters count as one."""
    assert length("锡制铰链") == 1 + 2
    assert length("three plain words") == 3
    assert length("drei schöne Wörter") == 3
