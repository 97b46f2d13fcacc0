"""The kit every screen is put together from: painted, named, usable by key and by touch.

No widget holds a word of its own: what is read comes in, translated, from the screen.
"""
