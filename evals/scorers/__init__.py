"""Scorers: pure functions from cases and answers to figures with their intervals."""
