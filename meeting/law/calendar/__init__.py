"""Working days and deadlines, from the calendar data of each year. Without data nothing is guessed."""
