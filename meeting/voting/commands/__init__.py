"""Commands about votes, one module per stage."""
