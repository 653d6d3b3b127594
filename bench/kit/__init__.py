"""What benchmarks share: papers and chats to measure with, and how it is measured."""
