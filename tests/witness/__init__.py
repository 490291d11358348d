"""What is kept outside the machine."""
