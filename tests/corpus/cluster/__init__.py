"""Several processes on one PostgreSQL server, on the strict chat servers beside this folder."""
