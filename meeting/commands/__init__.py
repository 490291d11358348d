"""Requests to change something: the registry, and the one way anything changes."""
