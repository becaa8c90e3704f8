"""The press office at its desk."""

"""The press desk."""
