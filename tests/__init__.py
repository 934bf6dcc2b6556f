"""What kartotek promises, told as examples."""
