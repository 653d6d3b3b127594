"""Many questions at once, through a provider's batch interface: half the price, within a day.

What the library does not have is found here: a batch that was taken while its id was lost.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import anthropic
import openai
from anthropic import AsyncAnthropic
from openai import AsyncOpenAI
from pydantic_ai.exceptions import AgentRunError, ModelAPIError
from pydantic_ai.messages import InstructionPart, ModelRequest
from pydantic_ai.models import Model
from pydantic_ai.models.batch import Batch, BatchRequest

from domain.errors import AnswerUnusable, ModelError, ModelUnavailable
from domain.messages import as_is
from summaries.llm.answers import Answer
from summaries.llm.forms import Manner
from summaries.llm.prices import Prices
from summaries.llm.reading import Readable, answer_of
from summaries.llm.refusals import first_line
from summaries.llm.usage import Usage
from summaries.text.portions import Room

_ROOM: Final = Room()
_LOOKED_AT: Final = 20
"""Batches, of the newest, among which a lost one is looked for."""
_CLOCKS_APART: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a batch.

    Attributes:
        name: tells it from the others; letters, digits and hyphens, 64 at most.
        instructions: what holds for every paper.
        text: the paper.
    """

    name: str
    instructions: str
    text: str


class BatchModel:
    """A model of a provider that has a batch interface."""

    def __init__(
        self,
        model: Model,
        client: AsyncOpenAI | AsyncAnthropic,
        manner: Manner,
        prices: Prices,
        readable: Readable,
    ) -> None:
        """Made by `summaries.llm.models.OpenModel.in_batches`."""
        self._model = model
        self._client = client
        self._manner = manner
        self._readable = readable
        self._measured = prices.measured
        self.price = prices.of_batch

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.model_name

    async def submit(self, questions: Iterable[Question]) -> Batch:
        """Have questions answered together.

        Raises:
            ModelUnavailable: whether they were taken is not known.
            AnswerUnusable: they were not.
        """
        try:
            encoded = [await self._model.batch_encode(self._request(each)) for each in questions]
            return await self._model.batch_create(encoded)
        except ModelAPIError as error:
            raise _trouble(error) from error

    async def look(self, batch: Batch) -> Batch:
        """How a batch stands now.

        Raises:
            ModelError: that cannot be told now, or never.
        """
        try:
            return await self._model.batch_status(batch)
        except ModelAPIError as error:
            raise _trouble(error) from error

    async def cancel(self, batch: Batch) -> Batch:
        """Have no more of a batch answered; what is under way may still be.

        Raises:
            ModelError: that was not taken.
        """
        try:
            return await self._model.batch_cancel(batch)
        except ModelAPIError as error:
            raise _trouble(error) from error

    async def collect(self, batch: Batch) -> tuple[Mapping[str, Answer], Usage]:
        """The answers of a batch that has ended, by the questions' names, and what all of it took.

        Those that failed, expired or cannot be read are not among them.

        Raises:
            ModelError: the results are not to be had now, or never.
        """
        try:
            results = await self._model.batch_results(batch)
        except ModelAPIError as error:
            raise _trouble(error) from error
        answers: dict[str, Answer] = {}
        used = Usage()
        for result in results:
            try:
                asked = self._request(Question(result.custom_id, "", ""))
                response = self._model.batch_decode(result, asked)
            except AgentRunError:
                continue
            used += self._measured(response.usage, 0, 0, is_batch=True)
            try:
                answers[result.custom_id] = answer_of(Answer, response, self._readable)
            except AnswerUnusable:
                continue
        return answers, used

    async def found(
        self, names: Sequence[str], since: datetime, known: Collection[str]
    ) -> Batch | None:
        """The batch of the questions of these names, taken since a moment, whose id was lost.

        Args:
            names: of its questions.
            since: when it was asked for.
            known: ids of batches that are others.

        Raises:
            ModelError: that cannot be told now.
        """
        encoded = await self._model.batch_encode(self._request(Question(names[0], "", "")))
        try:
            newest = await (
                _of_openai(self._client, set(names), since)
                if isinstance(self._client, AsyncOpenAI)
                else _of_anthropic(self._client, len(names), since, known)
            )
            if newest is None:
                return None
            batch, made_at = newest
            handle = Batch(
                id=batch,
                model_name=self._model.model_name,
                provider_name=self._model.system,
                group=encoded.group,
                status="in_progress",
                created_at=made_at,
                request_count=len(names),
            )
            return await self._model.batch_status(handle)
        except ModelAPIError as error:
            raise _trouble(error) from error
        except (openai.APIError, anthropic.APIError) as error:
            raise ModelUnavailable(as_is(first_line(error))) from error

    def _request(self, question: Question) -> BatchRequest:
        told = question.instructions + self._manner.told(Answer)
        parameters = self._manner.parameters(Answer)
        settings = self._manner.settings(self._model, Answer, _ROOM.answered)
        if isinstance(self._client, AsyncOpenAI):
            settings["extra_body"] = {"store": False}
        return BatchRequest(
            custom_id=question.name,
            messages=[ModelRequest.user_text_prompt(question.text, instructions=told)],
            model_settings=settings,
            model_request_parameters=replace(
                parameters, instruction_parts=[InstructionPart(content=told)]
            ),
        )


async def _of_openai(
    client: AsyncOpenAI, names: set[str], since: datetime
) -> tuple[str, datetime] | None:
    listed = await client.batches.list(limit=_LOOKED_AT)
    for batch in listed.data:
        made_at = datetime.fromtimestamp(batch.created_at, tz=since.tzinfo)
        if made_at < since - _CLOCKS_APART:
            continue
        lines = (await client.files.content(batch.input_file_id)).text.splitlines()
        if {json.loads(line).get("custom_id") for line in lines} == names:
            return batch.id, made_at
    return None


async def _of_anthropic(
    client: AsyncAnthropic, count: int, since: datetime, known: Collection[str]
) -> tuple[str, datetime] | None:
    # It tells of a batch under way how many questions it has, and not which.
    listed = await client.beta.messages.batches.list(limit=_LOOKED_AT)
    for batch in listed.data:
        of = batch.request_counts
        asked = of.processing + of.succeeded + of.errored + of.canceled + of.expired
        is_new = batch.id not in known and batch.created_at >= since - _CLOCKS_APART
        if is_new and asked == count:
            return batch.id, batch.created_at
    return None


def _trouble(error: ModelAPIError) -> ModelError:
    status = getattr(error, "status_code", 500)
    kind = AnswerUnusable if 400 <= status < 500 and status not in {408, 429} else ModelUnavailable
    return kind(as_is(first_line(error)))
