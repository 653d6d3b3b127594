"""Questions about a paper, answered by its own sentences or not at all."""
