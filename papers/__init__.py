"""What arXiv says: announcements, metadata, links."""
