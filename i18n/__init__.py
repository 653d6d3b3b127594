"""What people read, in their language: messages said, catalogues, and formats by locale."""
