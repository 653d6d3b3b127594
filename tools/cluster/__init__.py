"""Papercrier on three processes and one PostgreSQL server, to be looked at: ``make cluster``."""
