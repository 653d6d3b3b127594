"""What several processes at work on one database share, as rows."""
