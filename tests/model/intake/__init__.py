"""Files from other systems: what comes in, what is refused, and in which words."""
