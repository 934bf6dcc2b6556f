"""The screens of the desk, one a file."""
