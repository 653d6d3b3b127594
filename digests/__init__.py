"""What a chat gets: matching, choosing and putting together a digest."""
