"""The law edition: quorum, base, threshold and ties as dated data with sources, and pure rules over it."""
