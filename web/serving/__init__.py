"""Which requests of visitors are heard, when, and what is answered without being made anew."""
