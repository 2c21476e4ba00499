"""What is in the index folder and how it is searched; see docs/index-format.md."""
