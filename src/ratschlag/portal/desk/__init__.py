"""The desk as a whole: today, the journal, the components; and the translator's desk."""
