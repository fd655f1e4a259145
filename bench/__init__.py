"""Benchmarks: each prints figures of one run, as JSON, and exits non-zero where a promise was broken."""
