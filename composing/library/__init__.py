"""What somebody keeps of papers, and what is given out and taken in, as documents."""
