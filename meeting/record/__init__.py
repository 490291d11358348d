"""The record: the journal read into pure data, for the minutes, for their verification, and for reports."""
