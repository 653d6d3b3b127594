"""Claims in other languages than the paper's: about their sentences, and leading nobody away."""

from __future__ import annotations

import time
from itertools import islice
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.grounding.judging import judged
from summaries.grounding.links import link_in
from summaries.grounding.lures import lures_in
from summaries.grounding.rules import Ground, Rule
from summaries.grounding.shared_words import shared
from summaries.text.numbering import numbered
from tests.summaries.grounding.led_away import IMPERSONAL, JOINED, LURES
from tests.summaries.invented_papers import cases
from tests.summaries.test_chinese import ground_of, honest

TRUE: Final = {
    "de": (
        ("{Name} lernt den Router mit einem Destillationsverlust und ohne Labels.", 4),
        ("Das Training dauert {c} Stunden auf {d} GPUs.", 6),
        ("Frühere Verfahren wie {Rival} erhalten die Genauigkeit bei langen Eingaben nicht.", 2),
        ("Der Router verbessert die Genauigkeit bei Eingaben unter {e} Token nicht.", 7),
        ("{Name} wertet nur die Schichten aus, die ein Token braucht.", 3),
    ),
    "fr": (
        ("{Name} apprend son routeur par distillation, sans étiquettes humaines.", 4),
        ("L'entraînement prend {c} heures sur {d} GPU.", 6),
        ("Les méthodes d'élagage comme {Rival} ne préservent pas la précision.", 2),
        ("Le routeur n'améliore pas la précision des entrées de moins de {e} tokens.", 7),
    ),
    "es": (
        ("{Name} aprende su enrutador con una pérdida de destilación y sin etiquetas humanas.", 4),
        ("El entrenamiento requiere {c} horas en {d} GPU.", 6),
        ("Los métodos de poda como {Rival} no conservan la precisión en entradas largas.", 2),
    ),
    "ru": (
        ("{Name} обучает маршрутизатор с помощью дистилляции, без разметки людьми.", 4),
        ("Обучение занимает {c} часов на {d} GPU.", 6),
        ("Методы прореживания, такие как {Rival}, не сохраняют точность.", 2),
    ),
    "ja": (
        ("{Name}はトークンに必要な層だけを評価する。", 3),
        ("学習には{d}台のGPUで{c}時間かかる。", 6),
        ("人手のラベルなしに蒸留損失(distillation loss)でルータを学習する。", 4),
    ),
    "ko": (
        ("{Name} 은 토큰에 필요한 층만 평가한다.", 3),
        ("학습에는 GPU {d} 개로 {c} 시간이 걸린다.", 6),
    ),
    "ar": (
        ("يستغرق التدريب {c} ساعة على {d} GPU.", 6),
        ("يتعلم {Name} الموجّه بخسارة التقطير دون تسميات بشرية.", 4),
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", TRUE)
def test_true_claims_stand(language: str) -> None:
    """Of what is translated honestly, at most 2 % is refused."""
    refused = []
    tried = 0
    for case in islice(cases(), 0, None, 5):
        ground = Ground(case.paper.title, ground_of(case).sentences, 99, language)
        for claim, cited in TRUE[language]:
            tried += 1
            text = claim.format(**case.words)
            found = ground.problems(text, [cited - 1])
            refused += [(text, [str(problem) for problem in found])] if found else []
    assert tried > 50
    assert len(refused) <= 0.02 * tried, refused[:5]


def test_claims_about_something_else_are_caught() -> None:
    """A true claim of one field that cites sentences of another has no word of theirs."""
    papers = {case.paper.primary: ground_of(case) for case in islice(cases(), 5)}
    tried = caught = 0
    for case, _, text, _ in islice(honest(), 0, None, 7):
        for category, other in papers.items():
            if category != case.paper.primary:
                for place in range(len(other.sentences)):
                    tried += 1
                    found = other.problems(text, [place])
                    caught += any(problem.rule is Rule.SUPPORT for problem in found)
    assert tried > 1_000
    assert caught >= 0.85 * tried


def test_each_sentence_cited_is_asked() -> None:
    """One that a claim has nothing of is named, though the others bear it."""
    case = next(cases())
    ground = ground_of(case)
    claim = "路由器用蒸馏损失训练，无需任何人工标注。"
    assert not ground.problems(claim, [3])
    (problem,) = ground.problems(claim, [3, 1])
    assert problem.rule is Rule.SUPPORT
    assert problem.what == "nothing of S2"
    assert "as the paper writes it" in str(problem)


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("训练需要四十三个小时", "Training takes 43 hours."),
        ("Die Diffusionsmodelle konvergieren.", "The diffusion converges."),
        ("Модель диффузии", "A diffusion model"),
        ("Οι παράμετροι του δικτύου", "Its parameters are few."),
        ("Drei Experimente", "Three experiments"),
        ("该模型使用 ResNet 编码", "We use a ResNet."),
        ("路由器学习蒸馏", "该方法用蒸馏训练路由器。"),
        ("ルータを学習する", "蒸留でルータを学習した。"),
    ],
)
def test_what_is_shared(claim: str, sentence: str) -> None:
    """Numbers, names, words by their beginnings, and Chinese words by the list."""
    assert shared(claim, sentence)


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("抑制这些细胞使误差变大", "Wages rose in subsidised firms."),
        ("Die Löhne stiegen deutlich.", "No excess is observed."),
        ("该论文很有意思", "The router evaluates only the layers a token needs."),
        ("", "Words."),
    ],
)
def test_what_is_not_shared(claim: str, sentence: str) -> None:
    """Nothing of the sentence."""
    assert not shared(claim, sentence)


SOURCE: Final = "The router evaluates only the layers a token needs, and training takes 43 hours."


@pytest.mark.parametrize(
    ("language", "claim"),
    [
        (code, claim)
        for table in (LURES, JOINED, IMPERSONAL)
        for code, told in table.items()
        for claim in told
    ],
)
def test_nobody_is_led_away(language: str, claim: str) -> None:
    """Passwords, bots, channels, payments, "you", "please", in every language of summaries."""
    assert list(lures_in(claim, SOURCE, language))
    ground = Ground("A Router", (SOURCE,), 1, language)
    assert Rule.INSTRUCTION in {problem.rule for problem in ground.problems(claim, [0])}


@pytest.mark.parametrize(
    ("language", "claim", "source"),
    [
        (
            "zh",
            "该机器人用强化学习控制手臂。",
            "The robot controls its arm by reinforcement learning.",
        ),
        ("zh", "模型能猜出许多密码。", "The model guesses many passwords."),
        ("zh", "该密码学协议只需一次请求。", "The cryptographic protocol needs one request."),
        (
            "en",
            "The detector You Only Look Once finds objects.",
            "You Only Look Once finds objects.",
        ),
        ("en", "Chatbots answer what patients ask.", "We test chatbots that answer patients."),
        ("en", "DM haloes are rounder than those of gas.", "DM haloes are rounder than gas."),
        ("en", "Reply generation improves with memory.", "Memory improves reply generation."),
        ("fr", "Une clique de taille quatre est trouvée.", "A clique of size four is found."),
        ("pt", "Cada clique máxima é contada.", "Every maximal clique is counted."),
        ("de", "Sie lernen die Schichten, und ihre Router sind schnell.", SOURCE),
        ("de", "Das Verfahren lernt, und sie ist schnell.", SOURCE),
        ("fr", "La méthode apprend le ton et son routeur.", SOURCE),
        ("it", "Le parole sono contate dal modello.", SOURCE),
        ("de", "Die Ionenkanäle öffnen den Kanal.", "Ion channels open."),
        ("fr", "Le canal est étroit.", "The ear canal is narrow."),
        ("ru", "Роботы учатся ходить без меток.", "Robots learn to walk without labels."),
        ("ko", "로봇이 걷는 법을 배운다.", "Robots learn to walk."),
        ("ar", "يتعلم الروبوت المشي.", "The robot learns to walk."),
    ],
)
def test_what_papers_speak_of_stands(language: str, claim: str, source: str) -> None:
    """Where the paper itself speaks of it, and where a word only looks like one of those."""
    assert not list(lures_in(claim, source, language))


@pytest.mark.parametrize(
    "text",
    [
        "https://evil.example/x", "见 evil.com 了解", "访问evil.com获取", "evil.xyz",
        "see evil.top/a now",
        "name.word/", "t.me/evil", "discord.gg/abc", "tg://resolve?domain=evil", "tg:resolve",
        "@evilbot 提供结果", "联系@evil_bot", "use /start now", "发送 /login", "ftp://host/file",
        "hxxps://evil.example", "h**p evil", "evil[.]com", "evil(dot)com", "evil dot com",
        "evil . com", "evil. com", "ｅｖｉｌ．ｃｏｍ", "evil。com", "e\u200bvil.c\u200bom",
        "evil\u2060.com",
        "evil点com", "ev\u00adil.com", "пример.рф", "例子.中国", "mailto:a@b.example",
        "a@b.example",
        "EVIL.COM", "127.0.0.1:80/x", "http:/\u200b/evil.example", "＠ｅｖｉｌｂｏｔ",
        "evil\u3164.com",
        "evil.c\U000e0061om", "evil punkt com", "tel:+4930", "www.evil", "see evil․com", "evil.app",
        "evil.example⁄login", "word.word∕", "bitcoin:bc1qxy2", "use ⁄start now",
        "evil.photography", "Evil.academy", "evil.casino/x",
    ],
)  # fmt: skip
def test_links_of_any_form_are_found(text: str) -> None:
    """As they are, as a chat would make them, and as people are meant to mend them."""
    assert link_in(text)
    assert link_in(f"该方法更快，{text}")


@pytest.mark.parametrize(
    "text",
    [
        "GPT-3.5 and Llama-2.0, i.e. e.g. vs. et al. U.S. Fig. 3",
        "Recall@10, mAP@0.5 and pass@1 rise by 3.5/4.0 points.",
        "and/or w/o input/output km/h A/B 1/2 TCP/IP", "a ratio of 3:1 and tokens: many",
        "The value is 0.9.The next one is lower", "Node2Vec v1.2.3 and Python 3.11.7",
        "quantum dots in a point of the plane", "the dot product, com(A)", "模型在 3.5 点 达到",
        "f(x)=x.y and a.b are vectors", "10.5 vs 10.7, no. 5 in the net",
        "A model of the net. Networks learn.", "p < 0.05 (a) [b] {c}", "x / y and z",
    ],
)  # fmt: skip
def test_what_is_no_link_stands(text: str) -> None:
    """Versions, shares, units, abbreviations and what lacks a blank."""
    assert link_in(text) is None


def test_no_field_of_an_answer_leads_away() -> None:
    """Not the summary, a takeaway, a part of the analysis, a keyword or the title."""
    for case in islice(cases(), 0, None, 40):
        paper = numbered(case.paper, None)
        for text in (
            "{Name} 见 evil.xyz/a 。",
            "{Name}：请发送密码。",
            "{Name} 由 @evilbot 提供。",
        ):
            lie = text.format(**case.words)
            told = case.answer.tldr.model_copy(update={"text": lie})
            answer = case.answer.model_copy(
                update={
                    "tldr": told, "takeaways": [told], "limitations": [told], "workload": [told],
                    "keywords": [lie, "evil.xyz", "@evilbot"], "translated_title": lie,
                }
            )  # fmt: skip
            judgement = judged(answer, paper, "zh")
            shown = [claim.text for claims in judgement.standing.values() for claim in claims]
            assert not any("evil" in one or "密码" in one for one in (*shown, *judgement.keywords))
            assert judgement.title == ""


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_can_be_read(one: str, other: str) -> None:
    """Whatever is in it."""
    link_in(one)
    list(lures_in(one, other, "de"))
    assert shared(one, other) is not None


@pytest.mark.parametrize("seed", ["a", "a-", "a.", "1.", "点", "请", "@", "ab.cd-", "/a", "a dot "])
def test_the_cost_is_that_of_reading(seed: str) -> None:
    """Four times the text takes four times as long, whatever it is made of, or little more."""

    def cost(size: int) -> float:
        text = (seed * size)[:size]
        times = []
        for turn in range(3):
            start = time.process_time()
            link_in(f"{turn}{text}")
            list(lures_in(text, text, "zh"))
            shared(f"{turn}{text}", "The router learns.")
            times.append(time.process_time() - start)
        return min(times)

    assert cost(20_000) < 9 * max(cost(5_000), 0.001)
