"""Taking announcements in, completely, and telling how far that got."""
