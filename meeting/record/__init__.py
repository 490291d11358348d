"""The record: the journal told again, as pure data for the minutes, for whoever verifies them, and for reports."""
