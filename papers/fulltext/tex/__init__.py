"""Papers as TeX."""
