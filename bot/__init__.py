"""The process: command line, settings, wiring, the platforms."""

import gc

# While modules are loaded nearly all that is made stays: Python's own collector would look through
# it again and again, for a fifth of the time until the first prompt.
gc.set_threshold(20_000)
