"""The nouns. Standard library only; knows nobody."""
