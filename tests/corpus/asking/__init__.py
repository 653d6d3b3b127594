"""Questions about recorded papers."""
