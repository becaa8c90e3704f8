"""What the synthesis engine promises in figures."""
