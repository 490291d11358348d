"""Requests about votes, by stage."""
