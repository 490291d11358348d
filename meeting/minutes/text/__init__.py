"""The text of the minutes: every sentence that they print, composed from the record."""
