"""The window: one shell, one package per screen, one door (`desk`) to everything below."""
