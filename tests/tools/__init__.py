"""Tests of what is run beside Papercrier."""
