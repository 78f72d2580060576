"""The fits of `lad` and `lasso` on Dask arrays and data frames, larger than one machine holds.

Dask is no dependency of `l1lib`, but of its extra `distributed`, and this package needs it.
"""

try:
    import dask.array
    import dask.dataframe  # noqa: F401
except ImportError as missing:
    raise ImportError(
        'l1lib.distributed needs Dask: pip install "dask[array,dataframe,distributed]"'
    ) from missing


from l1lib.distributed.lasso_regression.fit import DistributedLassoResult, lasso
from l1lib.distributed.quantile_regression.fit import DistributedLADResult, lad

__all__ = ["DistributedLADResult", "DistributedLassoResult", "lad", "lasso"]
