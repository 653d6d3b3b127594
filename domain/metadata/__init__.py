"""What a paper's metadata says, and what becomes of the paper by it."""
