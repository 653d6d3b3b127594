"""Tests of documents as Discord messages, to the letter."""
