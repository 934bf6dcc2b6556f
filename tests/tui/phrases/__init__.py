"""Tests of the entry line's grammar."""
