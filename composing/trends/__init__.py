"""What rose in topics, put into words."""
