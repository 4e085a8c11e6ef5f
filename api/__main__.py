"""`python -m api` is the `jobwright` command."""

from api.cli import main

main()
