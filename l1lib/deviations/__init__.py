from l1lib.deviations.solver import lad
from l1lib.deviations.result import LADResult
