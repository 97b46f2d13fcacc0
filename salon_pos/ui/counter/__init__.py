"""The counter: who, what, the ticket, and taking its payment."""
