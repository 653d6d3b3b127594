"""Sends to Telegram: documents, parts of digests; at which pace, and what came of it."""
