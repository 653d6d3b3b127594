"""What those who run Papercrier can do by commands."""
