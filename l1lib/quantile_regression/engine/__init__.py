"""The solver behind `lad`, for those who want to see how it is fast.

`preprocessing` leads: a guess from a sample (`start`), a band of rows near the corner, a smoothed
Newton method in it (`huber_newton`), pivots to a vertex (`crossover`, `pivots`), and a pass over
all rows (`all_rows`, `uniqueness`). `rows`, `scaling` and `rank` hold the data.
"""
