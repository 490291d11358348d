"""Contributions: papers that a unit hands in for an item allotted to it. The secretary accepts or returns each."""
