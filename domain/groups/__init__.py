"""Groups that read together: when they meet, what they vote on, what they read."""
