"""Mutation testing: the code that decides is changed a little, over and over; each time some test must fail."""
