"""Clean postings: what a posting states, in comparable values, each with the words it came from. Pure."""
