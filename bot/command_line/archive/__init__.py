"""The archive on the command line: shown, and written into files."""
