"""What true balances and the entry line rest on: claims, reversals, reasons, limitation, rates, pending changes."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MONEY = sa.BigInteger()
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add columns one by one, never in batch mode: that would rebuild append-only tables without their triggers."""
    key = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    for column in ("claim_id", "reverses"):
        op.execute(f"ALTER TABLE entry ADD COLUMN {column} {key} REFERENCES entry (id)")
    op.execute(f"ALTER TABLE customer ADD COLUMN team_id {key} REFERENCES team (id)")
    op.add_column("allocation", sa.Column("why", sa.String(), nullable=False, server_default=sa.text("''")))
    op.add_column("agreement", sa.Column("accepted_how", sa.String(), nullable=False, server_default=sa.text("''")))
    op.add_column("agreement", sa.Column("bank_day_rule", sa.String(), nullable=False, server_default="following"))
    op.add_column("agreement", sa.Column("discount", MONEY, nullable=True))
    op.add_column("agreement", sa.Column("breach_missed", sa.Integer(), nullable=False, server_default="1"))
    for table in ("call", "note"):
        op.add_column(table, sa.Column("withdrawn_at", MOMENT, nullable=True))
    op.add_column("customer", sa.Column("call_not_before", sa.Date(), nullable=True))
    op.create_table(
        "contact_change",
        sa.Column("id", KEY, nullable=False),
        sa.Column("customer_id", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("old", sa.String(), nullable=False),
        sa.Column("new", sa.String(), nullable=False),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.Column("agent_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("verified", sa.String(), nullable=False),
        sa.Column("decided_by", KEY, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"]),
        sa.ForeignKeyConstraint(["decided_by"], ["agent.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_contact_change_customer_id", "contact_change", ["customer_id"], unique=False)
    op.create_table(
        "interruption",
        sa.Column("id", KEY, nullable=False),
        sa.Column("customer_id", KEY, nullable=False),
        sa.Column("entry_id", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("agent_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("confirmed_by", KEY, nullable=True),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"]),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"]),
        sa.ForeignKeyConstraint(["confirmed_by"], ["agent.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_interruption_customer_id", "interruption", ["customer_id"], unique=False)
    op.create_table(
        "rate",
        sa.Column("id", KEY, nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("agent_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"]),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    """Refuse: append-only rows cannot lose columns."""
    message = "a register is not taken back to an older version: restore a backup instead"
    raise RuntimeError(message)
