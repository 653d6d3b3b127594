"""Sessions with a PostgreSQL server: opened, and kept to hear what other processes tell."""
