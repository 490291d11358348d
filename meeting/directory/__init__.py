"""The office's own directory: set on screen, its people looked over and taken in, and those it disables put out."""
