"""Papercrier as it is installed: built as a wheel, and used as the README says."""
