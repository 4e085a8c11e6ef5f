"""Putting a plan into a live page: each control by its kind, read back; the steps; what the page answers."""
