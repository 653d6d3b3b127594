"""Real models behind real servers, outside CI: `make model-test`."""
