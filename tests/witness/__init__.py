"""What stands outside the box."""
