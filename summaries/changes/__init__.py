"""What differs between two versions of a paper, found in both word for word."""
