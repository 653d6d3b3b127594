"""Groups that read together: what happens by itself."""
