from l1lib.deviations.lad import lad
from l1lib.deviations.result import LADResult
