"""Finding jobs: what is wanted, what the boards hold, what fits."""
