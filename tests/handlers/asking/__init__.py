"""Questions to papers, as they are asked."""
