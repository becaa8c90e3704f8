"""Pages for everyone: answering, the receipt, results."""
