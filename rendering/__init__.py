"""How a Document looks on each surface, and how the nouns look as JSON."""
