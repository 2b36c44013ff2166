"""Benchmarks. Run by hand (`python -m tests.bench.journey --help`); never part of the tests."""
