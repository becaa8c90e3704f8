"""What a city hands in as files: texts, fields of action, labels, and the run before."""
