"""The solver behind `lasso` and `lasso_path`, for those who want to see how it is fast.

Other penalties come down to a plain Lasso first (`reduction`, `unpenalised`, `augmented`).
On a working set of columns (`working_set`, `columns`) the signs of the coefficients are found
(`active_set`), which gives a segment of the path (`segment`). One λ is reached by `continuation`,
many by `lambda_grid` (with products in `single_precision`), all kinks by `homotopy`. The answer is
judged by the `certificate`, which does not read what the solver made of the data, and by
`uniqueness`.
"""
