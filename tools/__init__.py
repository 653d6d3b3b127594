"""What is run by hand beside Papercrier, and is not part of it."""
