"""What somebody keeps of papers, given out and taken in."""
