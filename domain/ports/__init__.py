"""Ports: what is needed from outside, by subject; a protocol's docstring is its contract."""

from domain.ports.announcements import Announcements
from domain.ports.arxiv import FullTextReader, PaperSource
from domain.ports.buttons import ButtonCommands, Keys
from domain.ports.chats import Chats
from domain.ports.clock import Clock
from domain.ports.groups import ReadingGroups
from domain.ports.managers import Managers
from domain.ports.messenger import Messenger
from domain.ports.notes import Counters, Notes
from domain.ports.outbox import Outbox
from domain.ports.papers import Papers, TextEmbedder, Vectors
from domain.ports.questions import Questions
from domain.ports.retention import Retention
from domain.ports.schedule import LookBacks, Notices, Schedule
from domain.ports.sent import SentMessages
from domain.ports.sharing.leases import Leases
from domain.ports.store import DeliveryStore, Library, Store
from domain.ports.summaries import Summaries
from domain.ports.summarizing import (
    Allowance,
    Answerer,
    BulkSummarizer,
    Keep,
    Overviewer,
    Summarizer,
    Wanted,
)
from domain.ports.tastes import Tastes

__all__ = [
    "Allowance",
    "Announcements",
    "Answerer",
    "BulkSummarizer",
    "ButtonCommands",
    "Chats",
    "Clock",
    "Counters",
    "DeliveryStore",
    "FullTextReader",
    "Keep",
    "Keys",
    "Leases",
    "Library",
    "LookBacks",
    "Managers",
    "Messenger",
    "Notes",
    "Notices",
    "Outbox",
    "Overviewer",
    "PaperSource",
    "Papers",
    "Questions",
    "ReadingGroups",
    "Retention",
    "Schedule",
    "SentMessages",
    "Store",
    "Summaries",
    "Summarizer",
    "Tastes",
    "TextEmbedder",
    "Vectors",
    "Wanted",
]
