"""What people do: one module per job, one function per deed, each owning one transaction."""
