"""Many summaries together, at half the price."""
