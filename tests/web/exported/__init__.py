"""What is written into files, built by those it is written for."""
