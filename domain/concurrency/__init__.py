"""Who goes when, and what is done beside the event loop."""
