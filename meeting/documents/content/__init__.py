"""Content: finds out what a file really is, regardless of its name."""
