"""PDFs as they are read: inputs with right values, and a measure over papers with truth."""
