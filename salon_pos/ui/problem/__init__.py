"""The salon's file cannot be used as it is: what is wrong, and what to do."""
