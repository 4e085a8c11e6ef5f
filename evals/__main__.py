"""`python -m evals` is `jobwright eval`."""

from evals.command import app

app()
