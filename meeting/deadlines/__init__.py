"""Deadlines: whether papers were out in time, counted in working days; and why they were not, in writing."""
