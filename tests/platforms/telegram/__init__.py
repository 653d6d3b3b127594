"""Tests of Telegram by its parts."""
