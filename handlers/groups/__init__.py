"""Groups that read together: /readinggroup and /minutes."""
