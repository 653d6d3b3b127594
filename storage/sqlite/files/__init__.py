"""The database as a file: looked into, copied before an upgrade, backed up, restored, moved."""
