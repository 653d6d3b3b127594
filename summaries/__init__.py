"""What a paper says in brief."""
