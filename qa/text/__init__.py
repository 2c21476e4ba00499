"""One definition of words and of sentences for the whole system: pure functions over strings."""
