"""Scalar convex functions with value, subdifferential, prox, conjugate and SymPy form."""

from l1lib.functions.absolute import Absolute, soft_threshold
from l1lib.functions.base import ScalarFunction
from l1lib.functions.epsilon_insensitive import EpsilonInsensitive
from l1lib.functions.huber import Huber
from l1lib.functions.log_cosh import LogCosh
from l1lib.functions.pinball import Pinball
from l1lib.functions.pseudo_huber import PseudoHuber
from l1lib.functions.squared import Squared

__all__ = [
    "Absolute",
    "EpsilonInsensitive",
    "Huber",
    "LogCosh",
    "Pinball",
    "PseudoHuber",
    "ScalarFunction",
    "Squared",
    "soft_threshold",
]
