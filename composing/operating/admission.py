"""Who may use Papercrier: what operators are asked, and what they are shown."""

from __future__ import annotations

from collections.abc import Collection

from domain.documents import Button, Buttons, Document, Paragraph, bold, code, inline
from i18n.speech import phrase, styled

Name = tuple[str, str]


def access_wanted_document(name: Name, *, called: str, is_private: bool) -> Document:
    """Somebody would like to use it: two buttons.

    Args:
        name: what is let in or shut out.
        called: what that goes by; empty where it is not known.
        is_private: whether it is a person, and not a chat or server.
    """
    who = code(":".join(name))
    whom = bold(called) if called else who
    asked = (
        styled("{whom} would like to use Papercrier: {who}", whom=whom, who=who)
        if is_private
        else styled("Somebody in {whom} would like to use Papercrier: {who}", whom=whom, who=who)
    )
    word = ":".join(name)
    buttons = (
        Button(phrase("Allow"), f"/allow {word}"),
        Button(phrase("Deny"), f"/deny {word}"),
    )
    return Document(blocks=(Paragraph(asked), Buttons((buttons,))))


def decided_document(name: Name, *, is_allowed: bool) -> Document:
    """What an operator has decided."""
    who = bold(":".join(name))
    if is_allowed:
        return Document.say(*styled("{who} may use Papercrier now.", who=who))
    return Document.say(
        *styled("{who} may not use Papercrier; digests to that chat have ended.", who=who)
    )


def admission_document(
    named: Collection[Name], denied: Collection[Name], asking: Collection[Name], *, is_open: bool
) -> Document:
    """The lists as they stand."""
    rule = (
        phrase("Everybody may use Papercrier who is not denied.")
        if is_open
        else phrase("Only those may use Papercrier who are named here or in PAPERCRIER_ALLOW.")
    )
    blocks = [Paragraph(inline(rule))]
    for label, names in (
        (phrase("Allowed"), named),
        (phrase("Denied"), denied),
        (phrase("Waiting for your word"), asking),
    ):
        if names:
            listed = ", ".join(":".join(name) for name in sorted(names))
            blocks.append(
                Paragraph(styled("{label}: {names}", label=bold(label), names=code(listed)))
            )
    return Document(phrase("Who may use Papercrier"), tuple(blocks))


def admitted_document() -> Document:
    """For whoever was let in."""
    return Document(
        blocks=(
            Paragraph(inline(phrase("You may use Papercrier now."))),
            Buttons(((Button(phrase("Begin"), "/start"),),)),
        )
    )
