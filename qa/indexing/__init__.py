"""The write path: read -> plan -> chunk -> embed -> assemble -> publish."""
