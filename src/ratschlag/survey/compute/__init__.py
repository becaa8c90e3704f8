"""The questionnaire as it was frozen, what a filled-in one says, and what is wrong with either."""
