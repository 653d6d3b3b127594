"""Tests of documents as files, to the letter."""
