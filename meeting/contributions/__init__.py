"""Contributions: papers that a unit hands in for an item allotted to it; the secretary accepts or returns each."""
