"""`jobwright eval`: measure how good it is."""

import typer

app = typer.Typer(no_args_is_help=True)


@app.callback()
def evaluation() -> None:
    """Offline evaluation."""
