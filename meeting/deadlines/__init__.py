"""Deadlines: whether papers were sent in time, counted in working days, and the written reason if they were not."""
