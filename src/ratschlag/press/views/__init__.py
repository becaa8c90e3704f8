"""The public pages of the press."""
