from .deviations import (
    LADResult as LADResult,
    lad as lad,
    lad_by_interior_point as lad_by_interior_point,
    lad_by_linear_program as lad_by_linear_program,
    lad_by_simplex as lad_by_simplex,
)
from .exercises import Answer as Answer
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
from .intervals import LADIntervals as LADIntervals, lad_intervals as lad_intervals
from .losses import mae as mae, mse as mse, rmse as rmse, sae as sae
from .median import MedianInterval as MedianInterval, weighted_median as weighted_median
from .selection import (
    LassoCrossValidation as LassoCrossValidation,
    Standardised as Standardised,
    cross_validate_lasso as cross_validate_lasso,
    standardise as standardise,
)
from .shrinkage import (
    LassoPath as LassoPath,
    LassoResult as LassoResult,
    lambda_max as lambda_max,
    lasso as lasso,
    lasso_path as lasso_path,
    soft_threshold as soft_threshold,
)
from .statements import (
    StatementError as StatementError,
    Verification as Verification,
    verify as verify,
)
from .symbolic import (
    derivative_of_absolute as derivative_of_absolute,
    huber_from_envelope as huber_from_envelope,
    laplace_density as laplace_density,
    laplace_nll as laplace_nll,
    laplace_scale as laplace_scale,
    minimiser_of_squares as minimiser_of_squares,
    minimisers as minimisers,
    moreau_envelope as moreau_envelope,
    normal_density as normal_density,
    normal_nll as normal_nll,
    one_sided_derivatives as one_sided_derivatives,
    ordered_points as ordered_points,
    pair_with_second_derivative as pair_with_second_derivative,
    piecewise_absolute as piecewise_absolute,
    second_derivative_of_absolute as second_derivative_of_absolute,
    slope_between_kinks as slope_between_kinks,
    slopes as slopes,
    soft_threshold_form as soft_threshold_form,
    subdifferential as subdifferential,
    sum_of_absolute as sum_of_absolute,
    sum_of_squares as sum_of_squares,
    total_probability as total_probability,
)
