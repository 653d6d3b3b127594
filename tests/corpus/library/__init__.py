"""Libraries of papers, over recorded data."""
