from . import symbolic as symbolic
from .functions import (
    Absolute as Absolute,
    EpsilonInsensitive as EpsilonInsensitive,
    Huber as Huber,
    LogCosh as LogCosh,
    Pinball as Pinball,
    PseudoHuber as PseudoHuber,
    ScalarFunction as ScalarFunction,
    Squared as Squared,
)
from .lasso_regression import (
    LassoCrossValidation as LassoCrossValidation,
    LassoPath as LassoPath,
    LassoResult as LassoResult,
    Standardised as Standardised,
    cross_validate_lasso as cross_validate_lasso,
    lambda_max as lambda_max,
    lasso as lasso,
    lasso_path as lasso_path,
    soft_threshold as soft_threshold,
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
    LADResult as LADResult,
    lad as lad,
    lad_by_interior_point as lad_by_interior_point,
    lad_by_linear_program as lad_by_linear_program,
    lad_by_simplex as lad_by_simplex,
    lad_intervals as lad_intervals,
)
from .teaching.exercises import Answer as Answer
from .teaching.statements import (
    StatementError as StatementError,
    Verification as Verification,
    verify as verify,
)
