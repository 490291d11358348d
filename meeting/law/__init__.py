"""The law editions: quorum, base, threshold and ties as dated data with sources, and pure rules over this data."""
