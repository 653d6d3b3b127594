"""The ports on SQLite: each method on the thread that it belongs on."""
