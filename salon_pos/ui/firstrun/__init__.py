"""The first run: a salon in three short steps, or the demo."""
