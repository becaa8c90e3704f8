"""What is found by which words: folding, stems, the words of a document, of a question, marks."""
