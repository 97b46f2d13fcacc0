"""Day: the shift from its float to its count, and the shifts before."""
