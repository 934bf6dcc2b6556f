"""The desk in a real pseudo-terminal."""
