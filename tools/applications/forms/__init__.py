"""Application forms: read as they stand, filled with what can be proved."""
