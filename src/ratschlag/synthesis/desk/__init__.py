"""The desks where voices are read and ordered, and where themes are made and answered."""
