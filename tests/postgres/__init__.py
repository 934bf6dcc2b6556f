"""What only a PostgreSQL server can show."""
