"""LaTeX in arXiv's metadata, made readable."""
