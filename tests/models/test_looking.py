"""What `make model-test` says of a model, without one."""

from __future__ import annotations

from itertools import islice

import pytest

from summaries.llm.answers import Answer, Told
from tests.fakes.language_model import Say, Step, model_server, say
from tests.models.__main__ import PAPERS, main
from tests.summaries.invented_papers import PER_FIELD, cases

FIT = say(
    Answer(tldr=Told(text="The mean flow falls by twelve percent.", sentences=[2]), takeaways=[])
)
GOOD = [say(case.answer) for case in islice(cases(), 0, None, PER_FIELD)]


@pytest.mark.parametrize(
    ("steps", "status", "said"),
    [
        ([FIT, *GOOD], 0, f"| quill-1 | JSON schema | whole | {PAPERS} of {PAPERS} |"),
        (
            [Say("I am a model.")],
            1,
            f"| quill-1 | JSON schema | short | 0 of {PAPERS} | 0 | none |",
        ),
    ],
    ids=["good", "talk"],
)
async def test_what_came_of_a_model_is_a_row(
    steps: list[Step],
    status: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Form, question, answers used, what stood and fell; it fails where no answer was used."""
    async with model_server(steps) as server:
        monkeypatch.setenv("PAPERCRIER_LLM_MODEL", "quill-1")
        monkeypatch.setenv("PAPERCRIER_LLM_BASE_URL", server.url)
        assert await main() == status
    assert said in capsys.readouterr().out
