"""The chat platforms: what every adapter does, and one package for each platform."""
