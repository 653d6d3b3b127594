"""What who runs Papercrier does with it: the database, settings, who may use it, figures."""
