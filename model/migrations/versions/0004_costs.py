"""What an instalment costs: fee and interest, of the amount that is to be paid."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add two columns. Instalments that stand there already cost nothing."""
    for column in ("fee", "interest"):
        op.add_column("instalment", sa.Column(column, sa.BigInteger(), nullable=False, server_default=sa.text("0")))
