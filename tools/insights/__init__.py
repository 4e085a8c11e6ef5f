"""What the numbers say: of a person's own jobs, of the market, and of what their resume lacks."""
