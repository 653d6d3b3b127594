"""/ask where a language model is set up: quotas, and what is shown of its answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.services import Services
from domain.documents import Fold
from handlers.dispatch import dispatch
from summaries.llm.budget import Budget, Limits
from summaries.llm.questions import LanguageModelAnswerer
from summaries.questions.answering import ExtractiveAnswerer
from tests.fakes.language_model import ScriptedModel
from tests.handlers.asking.lantern_container import lantern_container
from tests.handlers.asking.test_conversations import BASE, asked
from tests.handlers.greek import words_of
from tests.summaries.questions.test_by_a_model import TRUE, reply


def by_a_model(services: Services) -> Services:
    """The same services, whose answers a scripted model gives."""
    budget = Budget(limits=Limits(), notes=services.store, clock=services.clock)
    model = ScriptedModel(reply(TRUE))
    answerer = LanguageModelAnswerer(
        model, ExtractiveAnswerer(services.clock), budget, services.clock
    )
    return replace(services, answerer=answerer, model=model.name)


async def test_its_answer_counts_and_shows_what_it_stands_on(tmp_path: Path) -> None:
    """As a summary that is made counts; the evidence is folded."""
    async with lantern_container(tmp_path) as services:
        services = by_a_model(services)
        request = asked(f"{BASE} how many parameters?")
        document = await dispatch(services, request)
        said = " ".join(words_of(document))
        assert TRUE.text in said
        assert "by scripted-1 from the full text" in said
        assert any(isinstance(block, Fold) for block in document.blocks)
        assert (await services.quotas.made(request)).for_user == 1


async def test_beyond_what_one_person_may(tmp_path: Path) -> None:
    """The paper's own sentences answer, and it is said when there is more."""
    async with lantern_container(tmp_path) as services:
        services = by_a_model(services)
        request = asked(f"{BASE} how many parameters?")
        for _ in range(50):
            async with services.quotas.spending(request, "UTC"):
                pass
        said = " ".join(words_of(await dispatch(services, request)))
        assert "12,400 parameters" in said
        assert TRUE.text not in said
        assert "There are more from" in said
