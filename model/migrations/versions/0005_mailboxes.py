"""E-mail addresses are found whole, whatever their case: by their words too many share them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Index the customers' addresses and those of the people beside them."""
    op.create_index("ix_email_lower_address", "email", [sa.text("lower(address)")])
    op.create_index("ix_party_lower_email", "party", [sa.text("lower(email)")])
