"""The office's own directory: set on screen, its people checked and imported, and its disabled people signed out."""
