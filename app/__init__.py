"""Use cases: typed arguments in, nouns out; nothing of platforms, documents or languages."""
