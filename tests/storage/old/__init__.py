"""Databases as older versions wrote them, as SQL."""
