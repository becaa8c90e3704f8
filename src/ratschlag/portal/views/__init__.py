"""The public pages of the whole: the process, the chain from a voice to its fate, the errors."""
