"""The shop's rules: frozen values and pure functions. No database, no Qt, no clock, no float."""
