"""Content: what a file really is, whatever its name says."""
