"""Rosters: a list of people in a file. It is read, reviewed, taken in, and can be taken back."""
