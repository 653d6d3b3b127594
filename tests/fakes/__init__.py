"""Hand-written fakes of the ports and of arXiv."""
