"""How the numbers inside `qa` were fitted; nothing here is imported by `qa`."""
