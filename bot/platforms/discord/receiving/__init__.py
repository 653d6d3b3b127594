"""What comes in from Discord: shards of its gateway, and interactions by HTTP."""
