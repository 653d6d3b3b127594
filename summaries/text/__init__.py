"""Text taken apart: sentences, words, numbers, languages."""
