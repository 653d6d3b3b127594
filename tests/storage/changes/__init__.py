"""Tests of what follows from changes: of chats, by triggers, and of digests on their way."""
