"""What rose in topics, for whoever asks."""
