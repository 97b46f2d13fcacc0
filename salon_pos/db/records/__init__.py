"""Every write of the file, called inside a use case's transaction and nowhere else."""
