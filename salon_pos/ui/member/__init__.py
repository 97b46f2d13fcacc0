"""What a client holds: panels to issue and change it, from their file and from the counter."""
