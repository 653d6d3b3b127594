"""What every store must do, whatever it is kept in."""
