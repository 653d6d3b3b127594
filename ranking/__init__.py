"""What matters to whom: papers as weighted words, what a reader likes, and what is near."""
