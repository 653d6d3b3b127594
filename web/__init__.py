"""The archive in a browser: pages, feeds and files of what was announced; for reading alone."""
