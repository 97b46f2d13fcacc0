"""Sales: any past sale, found and opened."""
