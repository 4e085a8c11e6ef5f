"""Changing what was made: line by line or by a wish, what it costs, versions, and where they went."""
