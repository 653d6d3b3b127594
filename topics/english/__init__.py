"""English: which words are forms of which, and which say nothing."""
