"""Up to which size, as a share of the numbers it comes from, the methods take a number for 0."""

GAP = 1e-9
"""A gap, relative to the objective's `scale`, with which a point counts as a minimiser."""

RESIDUAL = 2.0**-44
"""A residual, relative to |y| + |X||β|."""

PROGRESS = 1e-14
"""A change of the fit or of the objective, relative to its `scale`."""

GRADIENT = 1e-10
"""The length of a gradient, relative to that of the longest subgradient."""

SPEED = 1e-12
"""The rate at which a residual changes along a line, relative to the largest of all rows."""
