"""The front doors: chat platforms on one side, Requests and Documents on the other."""
