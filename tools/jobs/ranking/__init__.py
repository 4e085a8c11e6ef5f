"""Which openings come first, and why. Pure."""
