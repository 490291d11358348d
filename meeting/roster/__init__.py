"""A roster: a list of people in a file of the office, read, looked over, taken in, and taken back."""
