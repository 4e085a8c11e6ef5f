"""What a tailored resume or a letter becomes: pages, files of every format, and what checking them shows."""
