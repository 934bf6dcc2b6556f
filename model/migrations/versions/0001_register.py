"""The register's first tables, and the triggers that keep entries, allocations and events as they were written."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MONEY = sa.BigInteger()
MOMENT = sa.DateTime(timezone=True)

APPEND_ONLY = {
    "entry": "OR (NEW.source_key IS NOT NULL AND EXISTS (SELECT 1 FROM entry WHERE source_key = NEW.source_key))",
    "allocation": "",
    "due_date_change": "",
    "event": "",
}
"""Each append-only table, and what more than its id SQLite's REPLACE could collide on and so delete."""


def upgrade() -> None:
    """Make the tables, then forbid rewriting history."""
    create_tables()
    if op.get_bind().dialect.name == "sqlite":
        protect_sqlite()
    else:
        protect_postgresql()


def downgrade() -> None:
    """Refuse: there is nothing before the first version but an empty database."""
    message = "the first version has none before it: restore a backup instead"
    raise RuntimeError(message)


def protect_sqlite() -> None:
    """Refuse UPDATE and DELETE, and REPLACE, which deletes past a delete trigger unless recursive_triggers is on."""
    for table, more in APPEND_ONLY.items():
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: {act} refused'); END"
            )
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) {more} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: REPLACE refused'); END"
        )


def protect_postgresql() -> None:
    """Refuse UPDATE and DELETE by row and TRUNCATE by statement, also where session_replication_role skips triggers."""
    op.execute(
        "CREATE FUNCTION refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP; END $$"
    )
    for table in APPEND_ONLY:
        for name, clause in (("rewrite", "UPDATE OR DELETE ON {} FOR EACH ROW"), ("truncate", "TRUNCATE ON {}")):
            trigger = f"{table}_no_{name}"
            op.execute(f"CREATE TRIGGER {trigger} BEFORE {clause.format(table)} EXECUTE FUNCTION refuse_rewrite()")
            op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}")


def create_tables() -> None:
    """Every table, as it was at this version."""
    op.create_table(
        "agent",
        sa.Column("id", KEY, nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("login"),
    )
    op.create_table(
        "authority",
        sa.Column("id", KEY, nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("amount", MONEY, nullable=True),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "creditor",
        sa.Column("id", KEY, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("org_number", sa.String(), nullable=False),
        sa.Column("bank_account", sa.String(), nullable=False),
        sa.Column("fik_creditor", sa.String(), nullable=False),
        sa.Column("kid_method", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "draft",
        sa.Column("id", KEY, nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_draft_login", "draft", ["login"], unique=False)
    op.create_table(
        "setting",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "team",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "agent_role",
        sa.Column("id", KEY, nullable=False),
        sa.Column("agent_id", KEY, nullable=False),
        sa.Column("team_id", KEY, nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agent_id"],
            ["agent.id"],
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["team.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_agent_role_agent_id", "agent_role", ["agent_id"], unique=False)
    op.create_table(
        "customer",
        sa.Column("id", KEY, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("creditor_id", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("org_number", sa.String(), nullable=False),
        sa.Column("vat_registration", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("terms_kind", sa.String(), nullable=False),
        sa.Column("terms_days", sa.Integer(), nullable=False),
        sa.Column("credit_limit", MONEY, nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("status_on", sa.Date(), nullable=True),
        sa.Column("address_protected", sa.Boolean(), nullable=False),
        sa.Column("merged_into", KEY, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["creditor_id"],
            ["creditor.id"],
        ),
        sa.ForeignKeyConstraint(
            ["merged_into"],
            ["customer.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number", "creditor_id", name="uq_customer_number"),
    )
    op.create_table(
        "import_batch",
        sa.Column("id", KEY, nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("agent_id", KEY, nullable=False),
        sa.Column("counts", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"],
            ["agent.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_import_batch_sha256", "import_batch", ["sha256"], unique=False)
    op.create_table(
        "address",
        sa.Column("id", KEY, nullable=False),
        sa.Column("customer_id", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("extra", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_address_customer_id", "address", ["customer_id"], unique=False)
    op.create_table(
        "approval",
        sa.Column("id", KEY, nullable=False),
        sa.Column("customer_id", KEY, nullable=False),
        sa.Column("asked_by", KEY, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("proposal", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_by", KEY, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by"],
            ["agent.id"],
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["agent.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_approval_customer_id", "approval", ["customer_id"], unique=False)
    op.create_table(
        "customer_balance",
        sa.Column("customer_id", KEY, nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("open_amount", MONEY, nullable=False),
        sa.Column("oldest_due", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.PrimaryKeyConstraint("customer_id", "currency"),
    )
    op.create_index("ix_customer_balance_oldest_due", "customer_balance", ["oldest_due"], unique=False)
    op.create_table(
        "email",
        sa.Column("id", KEY, nullable=False),
        sa.Column("customer_id", KEY, nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_email_customer_id", "email", ["customer_id"], unique=False)
    op.create_table(
        "entry",
        sa.Column("id", KEY, nullable=False),
        sa.Column("customer_id", KEY, nullable=False),
        sa.Column("creditor_id", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("amount", MONEY, nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("voucher", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=True),
        sa.Column("batch_id", KEY, nullable=True),
        sa.Column("booked_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["import_batch.id"],
        ),
        sa.ForeignKeyConstraint(
            ["creditor_id"],
            ["creditor.id"],
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_entry_customer", "entry", ["customer_id", "date", "id"], unique=False)
    op.create_index(
        "ix_entry_payment",
        "entry",
        ["creditor_id", "date"],
        unique=False,
        sqlite_where=sa.text("kind = 'payment'"),
        postgresql_where=sa.text("kind = 'payment'"),
    )
    op.create_index(
        "ix_entry_source_key",
        "entry",
        ["source_key"],
        unique=True,
        sqlite_where=sa.text("source_key IS NOT NULL"),
        postgresql_where=sa.text("source_key IS NOT NULL"),
    )
    op.create_table(
        "event",
        sa.Column("id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("agent_id", KEY, nullable=False),
        sa.Column("customer_id", KEY, nullable=True),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"],
            ["agent.id"],
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_event_customer_id", "event", ["customer_id"], unique=False)
    op.create_table(
        "party",
        sa.Column("id", KEY, nullable=False),
        sa.Column("customer_id", KEY, nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_party_customer_id", "party", ["customer_id"], unique=False)
    op.create_table(
        "phone",
        sa.Column("id", KEY, nullable=False),
        sa.Column("customer_id", KEY, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("wrong", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_phone_customer_id", "phone", ["customer_id"], unique=False)
    op.create_table(
        "task",
        sa.Column("id", KEY, nullable=False),
        sa.Column("customer_id", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("agent_id", KEY, nullable=True),
        sa.Column("team_id", KEY, nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["agent_id"],
            ["agent.id"],
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["team.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_task_agent_id", "task", ["agent_id"], unique=False)
    op.create_index("ix_task_customer_id", "task", ["customer_id"], unique=False)
    op.create_table(
        "allocation",
        sa.Column("id", KEY, nullable=False),
        sa.Column("customer_id", KEY, nullable=False),
        sa.Column("credit_id", KEY, nullable=False),
        sa.Column("debit_id", KEY, nullable=False),
        sa.Column("amount", MONEY, nullable=False),
        sa.Column("value_date", sa.Date(), nullable=False),
        sa.Column("booked_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["credit_id"],
            ["entry.id"],
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.ForeignKeyConstraint(
            ["debit_id"],
            ["entry.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_allocation_customer_id", "allocation", ["customer_id"], unique=False)
    op.create_table(
        "call",
        sa.Column("id", KEY, nullable=False),
        sa.Column("customer_id", KEY, nullable=False),
        sa.Column("agent_id", KEY, nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("speaker", sa.String(), nullable=False),
        sa.Column("party_id", KEY, nullable=True),
        sa.Column("verified", sa.String(), nullable=False),
        sa.Column("recording_consent", sa.Boolean(), nullable=True),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("overdue_then", MONEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["agent_id"],
            ["agent.id"],
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["party.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_call_agent_id", "call", ["agent_id"], unique=False)
    op.create_index("ix_call_customer_id", "call", ["customer_id"], unique=False)
    op.create_table(
        "dispute",
        sa.Column("id", KEY, nullable=False),
        sa.Column("customer_id", KEY, nullable=False),
        sa.Column("entry_id", KEY, nullable=False),
        sa.Column("agent_id", KEY, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agent_id"],
            ["agent.id"],
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entry.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_dispute_customer_id", "dispute", ["customer_id"], unique=False)
    op.create_index("ix_dispute_entry_id", "dispute", ["entry_id"], unique=False)
    op.create_table(
        "due_date_change",
        sa.Column("id", KEY, nullable=False),
        sa.Column("customer_id", KEY, nullable=False),
        sa.Column("entry_id", KEY, nullable=False),
        sa.Column("due_date", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("agent_id", KEY, nullable=False),
        sa.Column("booked_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"],
            ["agent.id"],
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entry.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_due_date_change_customer_id", "due_date_change", ["customer_id"], unique=False)
    op.create_table(
        "typed",
        sa.Column("id", KEY, nullable=False),
        sa.Column("event_id", KEY, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("read_back", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_typed_event_id", "typed", ["event_id"], unique=False)
    op.create_table(
        "agreement",
        sa.Column("id", KEY, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("customer_id", KEY, nullable=False),
        sa.Column("creditor_id", KEY, nullable=False),
        sa.Column("agent_id", KEY, nullable=False),
        sa.Column("call_id", KEY, nullable=True),
        sa.Column("total", MONEY, nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("frequency", sa.String(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("grace_days", sa.Integer(), nullable=False),
        sa.Column("agreed_by", sa.String(), nullable=False),
        sa.Column("cancelled_at", MOMENT, nullable=True),
        sa.Column("superseded_by", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["agent_id"],
            ["agent.id"],
        ),
        sa.ForeignKeyConstraint(
            ["call_id"],
            ["call.id"],
        ),
        sa.ForeignKeyConstraint(
            ["creditor_id"],
            ["creditor.id"],
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.ForeignKeyConstraint(
            ["superseded_by"],
            ["agreement.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("ix_agreement_customer_id", "agreement", ["customer_id"], unique=False)
    op.create_table(
        "note",
        sa.Column("id", KEY, nullable=False),
        sa.Column("customer_id", KEY, nullable=False),
        sa.Column("agent_id", KEY, nullable=False),
        sa.Column("call_id", KEY, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("replaces", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["agent_id"],
            ["agent.id"],
        ),
        sa.ForeignKeyConstraint(
            ["call_id"],
            ["call.id"],
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.ForeignKeyConstraint(
            ["replaces"],
            ["note.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_note_customer_id", "note", ["customer_id"], unique=False)
    op.create_table(
        "promise",
        sa.Column("id", KEY, nullable=False),
        sa.Column("customer_id", KEY, nullable=False),
        sa.Column("agent_id", KEY, nullable=False),
        sa.Column("call_id", KEY, nullable=True),
        sa.Column("amount", MONEY, nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("grace_days", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("replaced_by", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["agent_id"],
            ["agent.id"],
        ),
        sa.ForeignKeyConstraint(
            ["call_id"],
            ["call.id"],
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by"],
            ["promise.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_promise_customer_id", "promise", ["customer_id"], unique=False)
    op.create_table(
        "agreement_item",
        sa.Column("id", KEY, nullable=False),
        sa.Column("agreement_id", KEY, nullable=False),
        sa.Column("entry_id", KEY, nullable=False),
        sa.Column("open_at_start", MONEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entry.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_agreement_item_agreement_id", "agreement_item", ["agreement_id"], unique=False)
    op.create_table(
        "hold",
        sa.Column("id", KEY, nullable=False),
        sa.Column("customer_id", KEY, nullable=False),
        sa.Column("entry_id", KEY, nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("promise_id", KEY, nullable=True),
        sa.Column("agreement_id", KEY, nullable=True),
        sa.Column("dispute_id", KEY, nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("resume_level", sa.Integer(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.ForeignKeyConstraint(
            ["dispute_id"],
            ["dispute.id"],
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entry.id"],
        ),
        sa.ForeignKeyConstraint(
            ["promise_id"],
            ["promise.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_hold_customer_id", "hold", ["customer_id"], unique=False)
    op.create_table(
        "instalment",
        sa.Column("id", KEY, nullable=False),
        sa.Column("agreement_id", KEY, nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.Column("amount", MONEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_instalment_agreement_id", "instalment", ["agreement_id"], unique=False)
    op.create_table(
        "promise_item",
        sa.Column("id", KEY, nullable=False),
        sa.Column("promise_id", KEY, nullable=False),
        sa.Column("entry_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entry.id"],
        ),
        sa.ForeignKeyConstraint(
            ["promise_id"],
            ["promise.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_promise_item_promise_id", "promise_item", ["promise_id"], unique=False)
