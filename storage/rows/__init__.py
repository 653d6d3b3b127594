"""Nouns as rows, a module for each kind."""
