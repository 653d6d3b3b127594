"""PostgreSQL: what is asked of that engine alone."""
