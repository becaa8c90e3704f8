"""The model case as data, and what loads it."""
