"""Nouns become Documents, in the language being spoken: the one place where they do."""
