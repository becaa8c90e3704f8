"""What the press desk and the public pages read."""
