"""Topics: the query language, its meaning on papers, and the catalogue of ready ones."""
