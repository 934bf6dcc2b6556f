"""Files from accounting systems and banks, read into customers and entries."""
