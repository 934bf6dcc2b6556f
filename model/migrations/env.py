"""Alembic's entry: runs the migrations on the connection that `model.store.upgrade` hands over."""

from alembic import context

from model.tables import METADATA


def _ours(_object: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    """Leave the lookup's tables to `search`, which makes and rebuilds them."""
    return not (kind == "table" and name is not None and name.startswith("search_"))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    include_object=_ours,
)
with context.begin_transaction():
    context.run_migrations()
