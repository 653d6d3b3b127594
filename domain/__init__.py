"""The nouns. Standard library only; knows nobody."""

# Offsets are the pinned tzdata's before anything asks for one.
from domain import zones as zones
