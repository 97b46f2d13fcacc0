"""Taking payment: what is handed over, the panel that asks for it, and what it says afterwards."""
