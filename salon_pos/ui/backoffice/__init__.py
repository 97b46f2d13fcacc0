"""The back office: price list, staff, and every choice of the salon."""
