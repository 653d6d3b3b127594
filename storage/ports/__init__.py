"""The ports in tables of whatever engine: each method on the thread that it belongs on."""
