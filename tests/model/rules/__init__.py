"""The rules of money and time, told as tables and properties."""
