"""The office's own directory: set on screen, its people reviewed and taken in, and its disabled people signed out."""
