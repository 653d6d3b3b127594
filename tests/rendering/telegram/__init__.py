"""Tests of documents as Telegram messages, to the letter."""
