"""Documents and nouns as files."""
