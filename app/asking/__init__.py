"""Questions about papers."""
