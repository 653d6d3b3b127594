"""How visitors are served."""
