"""The rules of money and time: pure functions over plain values."""
