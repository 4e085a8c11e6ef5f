"""What a person does with their mail: look, change, answer, set rules."""
