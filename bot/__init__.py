"""The process: command line, settings, wiring, the front doors."""
