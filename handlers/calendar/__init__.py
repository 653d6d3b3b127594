"""Days, weeks and months as people name them."""
