"""`python -m api` is the `jobwright` command."""

from api.command import main

main()
