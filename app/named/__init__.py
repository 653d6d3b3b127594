"""What somebody names in words: papers by their titles, authors."""
