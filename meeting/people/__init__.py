"""People of the office and their sign-in cards."""
