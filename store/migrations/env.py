"""Alembic's environment: the caller hands over an open connection."""

from typing import Literal

from alembic import context
from sqlalchemy.schema import SchemaItem

import store.tables
from store.base import Base

Kind = Literal[
    "schema", "table", "column", "index", "unique_constraint", "foreign_key_constraint", "check_constraint"
]  # fmt: skip


def _ours(_item: SchemaItem, name: str | None, kind: Kind, reflected: bool, compared: SchemaItem | None) -> bool:
    """Leave alone what the models do not name, above all LangGraph's own tables."""
    return not (kind == "table" and reflected and compared is None and name not in Base.metadata.tables)


def run() -> None:
    """Run the migrations on the connection in `config.attributes`."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=store.tables.metadata,
        include_object=_ours,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
