"""The read path: search -> fuse -> read -> decide -> cite."""
