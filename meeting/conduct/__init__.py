"""The conduct of a meeting: opening, turning, ending, taking an end back, conclusions. It calls the features below."""
