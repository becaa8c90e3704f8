"""Files from elsewhere: questionnaires, and the answers that other tools collected."""
