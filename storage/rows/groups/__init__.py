"""Groups that read together, as rows."""
