"""The lookup: find the customer while typing."""
