"""The batch interfaces of OpenAI and Anthropic, as strict as they describe them."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web

Answer = Callable[[str], str | None]
"""What is said to a question's text; None fails that question."""

_NAME: Final = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_USAGE: Final = {"input_tokens": 900, "output_tokens": 100}


@dataclass(slots=True)
class Taken:
    """A batch that was taken.

    Attributes:
        status: as OpenAI calls it; tests set it.
    """

    id: str
    file: str
    questions: dict[str, dict[str, Any]]
    status: str = "in_progress"


@dataclass(slots=True)
class BatchServer:
    """A running server.

    Attributes:
        url: its address.
        answer: what it says.
        batches: those taken.
        asked: method and path of each request.
        fails: what goes wrong with which path: a status, or 0 for taking it and hanging up.
        created_at: of every batch, in seconds.
    """

    answer: Answer
    url: str = ""
    batches: list[Taken] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    fails: dict[str, int] = field(default_factory=dict)
    created_at: int = 0

    def named(self, name: str) -> Taken:
        """A batch."""
        return next(each for each in self.batches if each.id == name)

    def end(self, status: str = "completed") -> None:
        """Let all that was taken end."""
        for batch in self.batches:
            batch.status = status


@asynccontextmanager
async def batch_server(answer: Answer) -> AsyncIterator[BatchServer]:
    """A server on a free port of this machine, for both providers."""
    server = BatchServer(answer)
    app = web.Application(middlewares=[_noted(server)])
    openai, anthropic = _OpenAI(server), _Anthropic(server)
    app.add_routes(
        [
            web.post("/v1/files", openai.upload),
            web.get("/v1/files/{id}/content", openai.content),
            web.delete("/v1/files/{id}", openai.delete),
            web.post("/v1/batches", openai.create),
            web.get("/v1/batches", openai.listed),
            web.get("/v1/batches/{id}", openai.one),
            web.post("/v1/batches/{id}/cancel", openai.cancel),
            web.post("/v1/messages/batches", anthropic.create),
            web.get("/v1/messages/batches", anthropic.listed),
            web.get("/v1/messages/batches/{id}", anthropic.one),
            web.post("/v1/messages/batches/{id}/cancel", anthropic.cancel),
            web.get("/v1/messages/batches/{id}/results", anthropic.results),
        ]
    )
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield server
    finally:
        await runner.cleanup()


def _noted(server: BatchServer) -> Any:
    @web.middleware
    async def note(request: web.Request, handler: Any) -> web.StreamResponse:
        asked = f"{request.method} {request.path}"
        server.asked.append(asked)
        fails = server.fails.get(asked)
        if fails:
            return web.json_response({"error": {"message": "no", "type": "error"}}, status=fails)
        response: web.StreamResponse = await handler(request)
        if fails == 0:
            assert request.transport is not None
            request.transport.close()
        return response

    return note


class _Provider:
    def __init__(self, server: BatchServer) -> None:
        self._server = server

    async def one(self, request: web.Request) -> web.Response:
        return web.json_response(self._told(self._of(request)))

    async def cancel(self, request: web.Request) -> web.Response:
        taken = self._of(request)
        taken.status = "cancelled"
        return web.json_response(self._told(taken))

    def _of(self, request: web.Request) -> Taken:
        return self._server.named(request.match_info["id"])

    def _told(self, taken: Taken) -> dict[str, Any]:
        raise AssertionError


class _OpenAI(_Provider):
    async def upload(self, request: web.Request) -> web.Response:
        form = await request.post()
        assert form["purpose"] == "batch"
        name = f"file-{len(self._server.files) + 1}"
        self._server.files[name] = form["file"].file.read().decode()  # type: ignore[union-attr]
        return web.json_response(_file(name))

    async def content(self, request: web.Request) -> web.Response:
        name = request.match_info["id"]
        if name.startswith("out-"):
            return web.Response(text="\n".join(self._lines(self._server.named(name[4:]))))
        return web.Response(text=self._server.files[name])

    async def delete(self, request: web.Request) -> web.Response:
        name = request.match_info["id"]
        return web.json_response({"id": name, "object": "file", "deleted": True})

    async def create(self, request: web.Request) -> web.Response:
        asked = await request.json()
        assert asked["endpoint"] == "/v1/responses"
        assert asked["completion_window"] == "24h"
        lines = [
            json.loads(each) for each in self._server.files[asked["input_file_id"]].split("\n")
        ]
        questions = {each["custom_id"]: each["body"] for each in lines}
        assert len(questions) == len(lines), "custom_id is to be unique"
        for line in lines:
            assert line["method"] == "POST"
            assert line["url"] == "/v1/responses"
            assert line["body"]["store"] is False
            assert line["body"]["text"]["format"]["type"] == "json_schema"
        taken = Taken(f"batch_{len(self._server.batches) + 1}", asked["input_file_id"], questions)
        self._server.batches.append(taken)
        return web.json_response(self._told(taken))

    async def listed(self, _: web.Request) -> web.Response:
        data = [self._told(each) for each in reversed(self._server.batches)]
        return web.json_response({"object": "list", "data": data, "has_more": False})

    def _told(self, taken: Taken) -> dict[str, Any]:
        has_ended = taken.status in {"completed", "expired", "cancelled"}
        return {
            "id": taken.id,
            "object": "batch",
            "endpoint": "/v1/responses",
            "completion_window": "24h",
            "status": taken.status,
            "input_file_id": taken.file,
            "output_file_id": f"out-{taken.id}" if has_ended else None,
            "created_at": self._server.created_at,
            "request_counts": {"total": len(taken.questions), "completed": 0, "failed": 0},
        }

    def _lines(self, taken: Taken) -> list[str]:
        if taken.status != "completed":
            return []
        return [json.dumps(self._line(*each)) for each in taken.questions.items()]

    def _line(self, name: str, body: Mapping[str, Any]) -> dict[str, Any]:
        said = self._server.answer(json.dumps(body["input"]))
        if said is None:
            error = {"error": {"message": "Server error", "type": "server_error"}}
            return {"id": name, "custom_id": name, "response": {"status_code": 500, "body": error}}
        text = {"type": "output_text", "text": said, "annotations": []}
        item = {"id": "m", "type": "message", "role": "assistant", "status": "completed"}
        response = {
            "id": f"resp_{name}",
            "object": "response",
            "created_at": 1,
            "status": "completed",
            "model": body["model"],
            "output": [item | {"content": [text]}],
            "usage": {
                **_USAGE,
                "total_tokens": 1_000,
                "input_tokens_details": {"cached_tokens": 0},
                "output_tokens_details": {"reasoning_tokens": 0},
            },
            "parallel_tool_calls": False,
            "tool_choice": "auto",
            "tools": [],
        }
        return {"id": name, "custom_id": name, "response": {"status_code": 200, "body": response}}


class _Anthropic(_Provider):
    async def create(self, request: web.Request) -> web.Response:
        asked = (await request.json())["requests"]
        questions = {each["custom_id"]: each["params"] for each in asked}
        assert len(questions) == len(asked), "custom_id is to be unique"
        for name, params in questions.items():
            assert _NAME.fullmatch(name)
            assert params["max_tokens"] > 0
            assert not params.get("stream")
        taken = Taken(f"msgbatch_{len(self._server.batches) + 1}", "", questions)
        self._server.batches.append(taken)
        return web.json_response(self._told(taken))

    async def listed(self, _: web.Request) -> web.Response:
        data = [self._told(each) for each in reversed(self._server.batches)]
        return web.json_response(
            {"data": data, "has_more": False, "first_id": None, "last_id": None}
        )

    async def results(self, request: web.Request) -> web.Response:
        taken = self._of(request)
        lines = (self._line(taken, *each) for each in taken.questions.items())
        return web.Response(
            text="\n".join(map(json.dumps, lines)), content_type="application/x-jsonl"
        )

    def _told(self, taken: Taken) -> dict[str, Any]:
        has_ended = taken.status in {"completed", "expired", "cancelled"}
        count = len(taken.questions)
        counts = dict.fromkeys(("processing", "succeeded", "errored", "canceled", "expired"), 0)
        counts["succeeded" if has_ended else "processing"] = count
        of = f"{self._server.url}/v1/messages/batches/{taken.id}/results"
        day = "2031-03-07T04:00:00Z"
        return {
            "id": taken.id,
            "type": "message_batch",
            "processing_status": "ended" if has_ended else "in_progress",
            "request_counts": counts,
            "created_at": day,
            "expires_at": day,
            "ended_at": day if has_ended else None,
            "results_url": of if has_ended else None,
            "cancel_initiated_at": None,
            "archived_at": None,
        }

    def _line(self, taken: Taken, name: str, params: Mapping[str, Any]) -> dict[str, Any]:
        if taken.status != "completed":
            kind = {"expired": "expired", "cancelled": "canceled"}[taken.status]
            return {"custom_id": name, "result": {"type": kind}}
        said = self._server.answer(json.dumps(params["messages"]))
        if said is None:
            error = {"type": "error", "error": {"type": "api_error", "message": "Server error"}}
            return {"custom_id": name, "result": {"type": "errored", "error": error}}
        return {
            "custom_id": name,
            "result": {"type": "succeeded", "message": _message(params, said)},
        }


def _message(asked: Mapping[str, Any], said: str) -> dict[str, Any]:
    content: dict[str, Any] = {"type": "text", "text": said}
    if asked.get("tools"):
        content = {"type": "tool_use", "id": "t", "name": asked["tools"][0]["name"]}
        content["input"] = json.loads(said)
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": asked["model"],
        "content": [content],
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "usage": _USAGE,
    }


def _file(name: str) -> dict[str, Any]:
    told = {"id": name, "object": "file", "bytes": 1, "created_at": 1, "filename": "batch.jsonl"}
    return told | {"purpose": "batch", "status": "processed"}
