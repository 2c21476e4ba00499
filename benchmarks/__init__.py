"""Measurements as ratios against the plain way; see `make bench`."""
