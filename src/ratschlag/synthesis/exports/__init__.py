"""What a run of the synthesis hands out: tables, its record, and a report that can be published."""
