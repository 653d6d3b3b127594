"""What those who run Papercrier are shown."""
