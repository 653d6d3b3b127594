"""arXiv's API."""
