"""Gaps: the office's list and pages, and a centre's own."""
