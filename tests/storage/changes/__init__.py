"""Tests of what follows from changes of chats, by triggers of the database."""
