"""The Lasso over blocks: `fit` solves it on the `moments` of all rows.

The `certificate` is a look of its own, which shares nothing with the others.
"""
