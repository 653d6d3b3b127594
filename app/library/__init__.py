"""What somebody keeps of papers: a reading list and a profile, given out and taken in."""
