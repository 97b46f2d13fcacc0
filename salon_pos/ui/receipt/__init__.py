"""The receipt on screen, as its paper will say it."""
