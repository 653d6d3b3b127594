"""Papers themselves, read from what arXiv has of them."""
