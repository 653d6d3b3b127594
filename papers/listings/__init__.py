"""arXiv's listings and feeds, read and proven."""
