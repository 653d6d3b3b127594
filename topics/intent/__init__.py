"""What else somebody may mean by a topic: other readings, and the words that are known."""
