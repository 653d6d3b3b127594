"""Which words stand where in some papers: the inverted index that topics are looked up in."""
