"""How far behind breaches an agreement, beside how many missed instalments; either may be off."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add one column. How many missed ones breach it stands there already; 0: no number does."""
    op.add_column("agreement", sa.Column("breach_behind", sa.BigInteger(), nullable=True))
