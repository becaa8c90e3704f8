"""Reading thousands of free texts: values in, values out, the same bytes every time."""
