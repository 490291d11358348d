"""Working days, from the calendar data of each year. Without data nothing is guessed."""
