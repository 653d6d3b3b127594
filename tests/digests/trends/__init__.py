"""What rises in topics."""
