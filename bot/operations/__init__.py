"""The process as its operator sees it: logs, health, figures, one process a database."""
