"""Questions and what answers them, as documents."""
