"""When it is worth while to look for something to send."""
