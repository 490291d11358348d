"""Words that everything may use: time, tokens, refusals, Vietnamese names, dates and sorting."""
