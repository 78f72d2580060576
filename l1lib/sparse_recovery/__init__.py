"""Sparse recovery: the solution of Ax = b with the least sum of absolute values, certified."""

from l1lib.sparse_recovery.fit import basis_pursuit
from l1lib.sparse_recovery.result import BasisPursuitResult

__all__ = ["BasisPursuitResult", "basis_pursuit"]
