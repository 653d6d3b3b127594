"""No function that meets text takes more than in proportion to its length."""
