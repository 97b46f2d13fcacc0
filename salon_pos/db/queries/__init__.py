"""Every read of the file. Frozen rows out; call them from screens, reports and use cases alike."""
