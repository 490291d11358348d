"""The entrance: cards, sign-in, the hall screen's address, sign-out."""
