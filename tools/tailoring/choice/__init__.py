"""What a tailored resume shows: what the job asks for, which facts answer it, what fits on the pages, and a critic."""
