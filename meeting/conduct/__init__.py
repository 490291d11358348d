"""The conduct of a meeting: opening, turning, ending, undoing an end, conclusions. It calls the features below."""
