"""What each command does, the same on every platform: Request in, Document out."""
