"""Timezones by the places that people name: cities, countries, states, and offsets from UTC."""
