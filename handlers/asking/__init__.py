"""Asking papers."""
