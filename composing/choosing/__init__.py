"""What there is to choose from, and what is asked once before it is done."""
