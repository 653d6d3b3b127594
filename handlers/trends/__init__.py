"""Commands that look back: what rose, and what the week was."""
