"""Least absolute deviations over blocks: `fit` calls `stages`, which send `looks` to workers.

The `certificate` is a look of its own, which shares nothing with the others.
"""
