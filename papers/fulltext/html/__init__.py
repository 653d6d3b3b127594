"""Papers as HTML."""
