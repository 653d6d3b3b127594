"""A Document for Discord."""
