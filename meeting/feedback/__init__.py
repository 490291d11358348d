"""Feedback: remarks about the program, sent from the page of help and read by administrators."""
