"""The law pack: quorum, base, threshold and ties as dated data with sources, and pure rules over it."""
