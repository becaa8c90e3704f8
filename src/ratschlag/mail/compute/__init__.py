"""Addresses as they are kept, and what came back from a mail server."""
