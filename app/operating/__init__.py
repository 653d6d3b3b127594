"""How Papercrier does, for those who run it, and the ways to tell them."""
