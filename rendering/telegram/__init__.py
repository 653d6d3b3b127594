"""A Document for Telegram."""
