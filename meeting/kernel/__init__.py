"""Basics for every module: time, tokens, refusals, Vietnamese names, dates and sorting."""
