from .functions import (
    Absolute as Absolute,
    EpsilonInsensitive as EpsilonInsensitive,
    Huber as Huber,
    LogCosh as LogCosh,
    Pinball as Pinball,
    PseudoHuber as PseudoHuber,
    ScalarFunction as ScalarFunction,
    Squared as Squared,
    soft_threshold as soft_threshold,
)
from .lasso_regression import (
    LassoCrossValidation as LassoCrossValidation,
    LassoPath as LassoPath,
    LassoResult as LassoResult,
    Standardised as Standardised,
    cross_validate_lasso as cross_validate_lasso,
    lambda_max as lambda_max,
    lasso as lasso,
    lasso_kinks as lasso_kinks,
    lasso_path as lasso_path,
    standardise as standardise,
)
from .losses import (
    mae as mae,
    mean_pinball_loss as mean_pinball_loss,
    mse as mse,
    pseudo_r1 as pseudo_r1,
    rmse as rmse,
    sae as sae,
)
from .median import (
    MedianInterval as MedianInterval,
    QuantileInterval as QuantileInterval,
    weighted_median as weighted_median,
    weighted_quantile as weighted_quantile,
)
from .quantile_regression import (
    LADIntervals as LADIntervals,
    LADQuantiles as LADQuantiles,
    LADResult as LADResult,
    lad as lad,
    lad_intervals as lad_intervals,
    lad_quantiles as lad_quantiles,
)
from .sparse_recovery import (
    BasisPursuitResult as BasisPursuitResult,
    basis_pursuit as basis_pursuit,
)
from .square_root_lasso import SqrtLassoResult as SqrtLassoResult, sqrt_lasso as sqrt_lasso
from .teaching.exercises import Answer as Answer
from .teaching.statements import (
    StatementError as StatementError,
    Verification as Verification,
    verify as verify,
)
