"""What several surfaces share."""
