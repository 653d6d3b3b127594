"""What a message on Telegram asks of us: addressed how, in which chat, and by whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from telegram import Chat, Message, MessageEntity, User

from bot.platforms.nobody import SHARED_IDS
from bot.platforms.sent_log import QUESTION
from domain.chats import ChatRef
from domain.identifiers import PaperId
from handlers.asking.questions import follows_paper, is_question
from handlers.commands import BY_NAME
from handlers.dispatch import as_typed
from i18n.command_names import known_name

KIND: Final = "telegram"
"""What whoever is a bot's here is a person of, whichever bot it is."""

_COMMAND = re.compile(r"/(?P<name>\w+)(?:@(?P<bot>\w+))?(?:\s+(?P<rest>.*))?$", re.DOTALL)
OF_PAPERS: Final = frozenset({"summarize", "evidence", "changes", "why"})
"""Commands that, given no paper, are for the one that the message they answer tells."""

STOPPED: Final = "stopped_message_generation"
"""An update that the library does not know: the stop button of a draft was pressed."""

_TAKES_FILES: Final = "import"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Something asked of us.

    Attributes:
        ref: where, and where the answer goes.
        line: a command line, or words that are none.
        user: who; empty where it is nobody in particular, as where a chat or channel speaks.
        is_private: whether the chat is a person's own with us.
        is_for_chat: whether the chat itself speaks: a channel's post, or an anonymous admin.
        locale: the person's language as Telegram tells it; may be empty.
        message_id: of the message.
        file_id: of a file that the command takes; empty if none.
        answers: the message that a command for a paper answers, where it names none itself.
        asked_about: papers named by the message that a question answers.
        is_others_command: whether it is a command that somebody else wrote, in a message passed on.
        replied: the message that it is a reply to; 0 for none.
        is_perhaps_minutes: whether it is mere words that answer a message of ours, which mean
            something where that is a meeting's.
    """

    ref: ChatRef
    line: str
    user: str
    is_private: bool
    is_for_chat: bool
    locale: str
    message_id: int
    file_id: str = ""
    answers: int = 0
    asked_about: tuple[PaperId, ...] = ()
    is_others_command: bool = False
    replied: int = 0
    is_perhaps_minutes: bool = False


def ref_of(platform: str, message: Message) -> ChatRef:
    """The chat of a message to a bot; with its thread in a forum, but for the General topic."""
    thread = message.message_thread_id if message.is_topic_message else None
    return ChatRef(platform, str(message.chat.id), str(thread or ""))


def stopped_in(platform: str, stopped: Mapping[str, Any]) -> ChatRef:
    """The chat in which a bot's draft was stopped."""
    thread = stopped.get("message_thread_id") or ""
    return ChatRef(platform, str(stopped["chat"]["id"]), str(thread))


def asked_by(platform: str, message: Message, me: User) -> Asked | None:
    """What a message asks of a bot, that of a platform; None if it is not for us."""
    if not _is_by_somebody(message, me):
        return None
    text = as_typed(message.text or message.caption or _rich_words(message))
    is_passed_on = _is_passed_on(message)
    about = () if is_passed_on else _questioned(message, text, me)
    if is_passed_on:
        line = _passed_on(message, text)
    elif about:
        line = f"/ask {text}"
    else:
        line = _command(message, text, me) if text.startswith("/") else _words(message, text, me)
    is_perhaps_minutes = line is None and not is_passed_on and _is_said_of_ours(message, text, me)
    if is_perhaps_minutes:
        line = f"/minutes {text}"
    if line is None:
        return None
    replied = message.reply_to_message
    sender = message.from_user
    for_chat = message.sender_chat is not None and message.sender_chat.id == message.chat.id
    return Asked(
        ref=ref_of(platform, message),
        line=line,
        user=_person(message),
        is_private=message.chat.type == Chat.PRIVATE,
        is_for_chat=for_chat or message.chat.type == Chat.CHANNEL,
        locale=(sender.language_code or "") if sender else "",
        message_id=message.message_id,
        file_id=_file(message) if line.startswith(f"/{_TAKES_FILES}") else "",
        answers=replied.message_id if about and replied else _answered(message, text),
        asked_about=about,
        is_others_command=is_passed_on and line == text and text.startswith("/"),
        replied=replied.message_id if replied else 0,
        is_perhaps_minutes=is_perhaps_minutes,
    )


def _is_said_of_ours(message: Message, text: str, me: User) -> bool:
    """Whether words answer a message of ours, where others read along."""
    replied = message.reply_to_message
    author = replied.from_user if replied else None
    is_ours = author is not None and author.id == me.id
    return is_ours and any(map(str.isalpha, text)) and not text.startswith("/")


def person_id(user: User | None) -> str:
    """A person's id; empty where it is nobody in particular."""
    return "" if user is None or (KIND, str(user.id)) in SHARED_IDS else str(user.id)


def _person(message: Message) -> str:
    """Who wrote a message; empty where a chat or channel speaks, whoever does so for it."""
    return "" if message.sender_chat else person_id(message.from_user)


def _is_by_somebody(message: Message, me: User) -> bool:
    """Not by a bot, not forwarded by Telegram itself, not one of our own inline results."""
    if message.is_automatic_forward or (message.via_bot and message.via_bot.id == me.id):
        return False
    sender = message.from_user
    # Anonymous admins and channels come under the names of bots.
    return not (sender and sender.is_bot and message.sender_chat is None)


def _is_passed_on(message: Message) -> bool:
    """Whether its words are not those of whoever sent it: forwarded, or another bot's result."""
    return message.forward_origin is not None or message.via_bot is not None


def _passed_on(message: Message, text: str) -> str | None:
    """What a message passed on means: its papers, in private; in other chats nothing."""
    if message.chat.type != Chat.PRIVATE:
        return None
    papers = _papers(message)
    return f"/summarize {' '.join(map(str, papers))}" if papers else text or None


def _command(message: Message, text: str, me: User) -> str | None:
    """The command line without the bot's name; None if it is another bot's."""
    match = _COMMAND.match(text)
    is_private = message.chat.type == Chat.PRIVATE
    if match is None:
        return text if is_private else None
    if match["bot"] and match["bot"].lower() != (me.username or "").lower():
        return None
    name, attached = known_name(match["name"])
    rest = " ".join(filter(None, (attached, (match["rest"] or "").strip())))
    if not is_private and not match["bot"] and (attached or name not in BY_NAME):
        return None
    replied = message.reply_to_message
    if not rest and replied and name in OF_PAPERS:
        papers = _papers(replied)
        rest = str(papers[0]) if papers else ""
    return f"/{name} {rest}".strip()


def _is_of_papers(typed: str) -> bool:
    name, attached = known_name(typed)
    return name in OF_PAPERS and not attached


def _answered(message: Message, text: str) -> int:
    """The message that a command answers, where the command itself says nothing more."""
    match = _COMMAND.match(text)
    is_bare = match is not None and not match["rest"] and _is_of_papers(match["name"])
    replied = message.reply_to_message
    return replied.message_id if replied and (is_bare or QUESTION.fullmatch(text)) else 0


def _words(message: Message, text: str, me: User) -> str | None:
    """What words without a command mean; in groups and channels only if they are for us.

    A question mark that answers a message asks about its paper.
    """
    mention = re.compile(rf"@{re.escape(me.username or '')}\b", re.IGNORECASE)
    asked = mention.sub("", text).strip()
    is_private = message.chat.type == Chat.PRIVATE
    if follows_paper(asked) and (is_private or mention.search(text)):
        return f"/ask {asked}"
    if is_private:
        papers = _papers(message) or _asked_about(message, text)
        # Of several papers, the command itself says that it takes but one.
        return f"/summarize {' '.join(map(str, papers))}" if papers else text or None
    replied = message.reply_to_message
    if mention.search(text):
        papers = _papers(message) or (_papers(replied) if replied else ())
        return f"/summarize {papers[0]}" if papers else asked or "/help"
    if replied and replied.from_user and replied.from_user.id == me.id:
        papers = _papers(message) or _asked_about(message, text)
        return f"/summarize {papers[0]}" if papers else None
    return None


def _questioned(message: Message, text: str, me: User) -> tuple[PaperId, ...]:
    """The papers of a message of ours that is answered with a question; in private, with words."""
    replied = message.reply_to_message
    author = replied.from_user if replied else None
    if author is None or author.id != me.id:
        return ()
    if text.startswith("/") or _papers(message) or QUESTION.fullmatch(text):
        return ()
    is_asked = message.chat.type == Chat.PRIVATE or is_question(text)
    return _papers(replied) if replied and is_asked and any(map(str.isalpha, text)) else ()


def _asked_about(message: Message, text: str) -> tuple[PaperId, ...]:
    """The first paper of a message that is answered with a question mark."""
    replied = message.reply_to_message
    return _papers(replied)[:1] if replied and QUESTION.fullmatch(text) else ()


def _papers(message: Message) -> tuple[PaperId, ...]:
    """The papers that a message names, also behind linked words."""
    entities = (*message.entities, *message.caption_entities)
    links = (entity.url for entity in entities if entity.type == MessageEntity.TEXT_LINK)
    text = message.text or message.caption or _rich_words(message)
    return PaperId.find(" ".join((text, *filter(None, links))))


def _rich_words(message: Message) -> str:
    """What a rich message says and leads to; it has no text of its own."""
    return " ".join(_strings(message.api_kwargs.get("rich_message")))


def _strings(data: object) -> Iterator[str]:
    match data:
        case str():
            yield data
        case dict():
            # What its buttons send is our own business.
            for name, value in data.items():
                if name not in ("type", "data", "callback_data", "file_id", "file_unique_id"):
                    yield from _strings(value)
        case list():
            for value in data:
                yield from _strings(value)


def _file(message: Message) -> str:
    """The file that comes with a message, or with the one it answers."""
    for one in (message, message.reply_to_message):
        if one is not None and one.document is not None:
            return one.document.file_id
    return ""


def called(person: User | None, chat: Chat | None) -> str:
    """What a chat goes by, or the person where it is their own with us."""
    if chat is not None and chat.title:
        return chat.title
    if person is None:
        return ""
    return f"{person.full_name} (@{person.username})" if person.username else person.full_name
