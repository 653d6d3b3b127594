"""A process whose database is replaced under it: it ends, and the next one serves what was put."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from domain.chats import ChatRef
from storage import open_store
from storage.sqlite.files.backups import write_copy
from tests.bot.test_serving import papercrier
from tests.bot.test_troubles import said
from tests.fakes.telegram_server import FakeTelegram

ANN = 11


async def follows(database: Path) -> list[str]:
    """What Ann follows, by the labels of her topics."""
    store = open_store(database)
    try:
        found = await store.subscriptions(ChatRef("telegram", str(ANN)))
    finally:
        await store.close()
    return [subscription.topic.label for subscription in found]


@pytest.mark.parametrize("in_its_place", [True, False], ids=["cp", "mv"])
async def test_a_backup_put_in_its_place(tmp_path: Path, *, in_its_place: bool) -> None:
    """By cp or mv, without stopping it: it says so and ends, and not a byte of it is changed."""
    database, copy = tmp_path / "papercrier.db", tmp_path / "copy.db"
    async with (
        FakeTelegram() as fake,
        papercrier(tmp_path, fake.url, "run", "--sample") as run,
    ):
        await said(fake, "/subscribe diffusion models", contains="Following")
        write_copy(database, copy, patience=1)
        await said(fake, "/subscribe gaussian splatting", contains="Following")
        whole = copy.read_bytes()
        if in_its_place:
            shutil.copyfile(copy, database)
        else:
            copy.replace(database)
        assert await run.ended() == 1
    word = "overwritten by another one" if in_its_place else "replaced by another file"
    assert word in run.written
    assert "Traceback" not in run.written
    assert database.read_bytes() == whole
    assert await follows(database) == ["Diffusion models"]
