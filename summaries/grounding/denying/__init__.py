"""What denies: the words of it, in English and in other languages, and what is absent."""
