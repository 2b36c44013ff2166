"""Proposals: the office's pages under /c/CSO/proposals/."""
