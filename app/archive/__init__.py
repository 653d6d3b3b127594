"""The archive: what was announced, day by day and topic by topic, for anybody to read."""
