"""What a text of the press office says, without asking the records."""
