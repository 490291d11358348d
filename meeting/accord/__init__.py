"""Very important acts need two people. One requests it with a reason; another confirms on their own device."""
