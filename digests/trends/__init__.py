"""What rises in topics, week by week."""
