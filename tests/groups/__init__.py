"""Groups that read together."""
