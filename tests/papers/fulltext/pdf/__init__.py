"""PDFs as texts and figures, in the order in which they are read."""
