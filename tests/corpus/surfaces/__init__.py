"""Renderers on the strict Telegram and Discord, where any document has to be taken."""
