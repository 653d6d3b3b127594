"""/allow and /deny: who may use Papercrier."""

from __future__ import annotations

from app.fair_use.admission import DENIED, Name, NotAdmitted, wanted_by
from app.limits import SHOWN
from app.operating.bots import platforms_of
from app.services import Services
from composing.operating.admission import (
    access_wanted_document,
    admission_document,
    admitted_document,
    decided_document,
)
from domain.chats import ChatRef
from domain.documents import Document
from domain.errors import InputError
from domain.excerpts import excerpt, legible
from domain.messages import sentence
from domain.requests import Context


async def allow(services: Services, context: Context, name: Name | None) -> Document:
    """Let somebody in, and tell them; without a name, say how the lists stand."""
    if name is None:
        named, denied, asking = await services.admission.lists()
        return admission_document(named, denied, asking, is_open=not services.admission.named)
    if await services.admission.allow(name):
        for platform in await platforms_of(services.store, name[0]):
            await services.store.end_absences(platform, DENIED)
        await services.notices.tell([name], admitted_document)
    return decided_document(name, is_allowed=True)


async def deny(services: Services, context: Context, name: Name) -> Document:
    """Shut somebody out, whose digests end as well."""
    if name in services.operators:
        raise InputError(sentence("That is one of those who run Papercrier."))
    if await services.admission.deny(name):
        kind, one = name
        for platform in await platforms_of(services.store, kind):
            await services.store.set_absence(ChatRef(platform, one), DENIED)
    return decided_document(name, is_allowed=False)


async def check_admission(services: Services, context: Context) -> None:
    """See whether whoever asks may use Papercrier; the first time, its operators are asked.

    Raises:
        NotAdmitted: they may not.
    """
    if await services.admission.admits(context):
        return
    if await services.admission.begins_to_ask(context):
        name, is_private = wanted_by(context), context.is_private
        called = excerpt(legible(context.called).strip(), SHOWN)
        await services.notices.tell(
            services.operators,
            lambda: access_wanted_document(name, called=called, is_private=is_private),
        )
    raise NotAdmitted
