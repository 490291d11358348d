"""Days: which of them offices work, and how many lie before a deadline. Data of each year, never a guess."""
