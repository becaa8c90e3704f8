"""Pages of the desk: making a survey, typing in, results."""
