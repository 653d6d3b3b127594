"""The ports of storage on one SQLite file."""
