"""What is asked of the person, and what their answers say."""
