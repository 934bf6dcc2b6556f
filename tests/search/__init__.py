"""The finder finds."""
