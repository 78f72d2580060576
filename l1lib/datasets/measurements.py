"""Published measurements, each with its source, its units and its columns."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from l1lib.validate import as_flag


@dataclass(frozen=True, eq=False)
class Dataset:
    """A data set that was measured.

    Parameters
    ----------
    data : ndarray or DataFrame, shape (n, p)
        One row per observation; p = 0 where there is only a target.
    target : ndarray or Series, shape (n,)
        What is to be explained.
    feature_names : tuple of str
        What each column is, with its unit.
    target_name : str
        What the target is, with its unit.
    source : str
        Where the measurements were published.
    labels : tuple of str
        A name per row, or none.
    train : ndarray of bool, shape (n,)
        The rows that the source uses for fitting; all, where it says nothing.
    frame : DataFrame, shape (n, p + 1), or None
        Columns and target together, where they were asked for ``as_frame=True``.
    """

    data: Any
    target: Any
    feature_names: tuple[str, ...]
    target_name: str
    source: str
    labels: tuple[str, ...]
    train: NDArray[np.bool_]
    frame: Any = None

    def __repr__(self) -> str:
        n, p = self.data.shape
        return f"Dataset({n} rows, {p} columns; target: {self.target_name})"


def load_boscovich(*, as_frame: bool = False) -> Dataset:
    """Return five lengths of one degree of meridian, the first data fitted by least deviations.

    Parameters
    ----------
    as_frame : bool, default False
        Give columns and target as pandas objects with their names; needs pandas.

    Returns
    -------
    Dataset
        sin² of the latitude against the length of a degree in toises; a label per place.

    References
    ----------
    R. Boscovich, as tabulated in R `quantreg` (`Bosco`, less 56700 there) and in
    S. M. Stigler (1986), The History of Statistics.

    Examples
    --------
    >>> load_boscovich().labels[0], float(load_boscovich().target[0])
    ('Quito', 56751.0)
    """
    return _read(
        "boscovich",
        ("sin² of the latitude",),
        "length of one degree of meridian (toises)",
        "Boscovich; as tabulated in R quantreg and in Stigler (1986)",
        as_frame,
    )


def load_stackloss(*, as_frame: bool = False) -> Dataset:
    """Return 21 days of a plant that oxidises ammonia to nitric acid.

    Parameters
    ----------
    as_frame : bool, default False
        Give columns and target as pandas objects with their names; needs pandas.

    Returns
    -------
    Dataset
        Air flow, temperature of the cooling water and concentration of the acid against the
        loss of ammonia.

    References
    ----------
    K. A. Brownlee (1965), Statistical Theory and Methodology in Science and Engineering;
    R `datasets::stackloss`.

    Examples
    --------
    >>> load_stackloss()
    Dataset(21 rows, 3 columns; target: ammonia lost (per mille))
    """
    return _read(
        "stackloss",
        ("air flow", "water temperature (°C)", "acid concentration (per mille, less 500)"),
        "ammonia lost (per mille)",
        "Brownlee (1965); R datasets::stackloss",
        as_frame,
    )


def load_engel(*, as_frame: bool = False) -> Dataset:
    """Return income and food expenditure of 235 Belgian working-class households.

    Parameters
    ----------
    as_frame : bool, default False
        Give columns and target as pandas objects with their names; needs pandas.

    Returns
    -------
    Dataset
        Annual income against annual expenditure on food, in Belgian francs.

    Notes
    -----
    The 235 households are those of Koenker and Bassett (1982). They are named after Ernst Engel,
    who asked in 1857 how the share spent on food falls as income grows.

    References
    ----------
    R. Koenker and G. Bassett (1982). Robust tests for heteroscedasticity based on regression
    quantiles. Econometrica 50(1), 43–61.

    Examples
    --------
    >>> load_engel().data.shape
    (235, 1)
    """
    return _read(
        "engel",
        ("annual income (Belgian francs)",),
        "annual food expenditure (Belgian francs)",
        "Engel (1857); Koenker and Bassett (1982)",
        as_frame,
    )


def load_newcomb(*, as_frame: bool = False) -> Dataset:
    """Return Newcomb's 66 passage times of light, two of them outliers.

    Parameters
    ----------
    as_frame : bool, default False
        Give columns and target as pandas objects with their names; needs pandas.

    Returns
    -------
    Dataset
        No columns; the times as deviations from 24800 nanoseconds.

    References
    ----------
    S. M. Stigler (1977), Annals of Statistics 5(6), 1055–1098, Table 5.

    Examples
    --------
    >>> sorted(load_newcomb().target)[:2] == [-44.0, -2.0]
    True
    """
    return _read("newcomb", (), "passage time less 24800 (ns)", "Stigler (1977), Table 5", as_frame)


def load_hr_stars(*, as_frame: bool = False) -> Dataset:
    """Return 47 stars of the cluster CYG OB1; four giants are leverage points.

    Parameters
    ----------
    as_frame : bool, default False
        Give columns and target as pandas objects with their names; needs pandas.

    Returns
    -------
    Dataset
        Logarithm of the surface temperature against logarithm of the light intensity.

    References
    ----------
    P. J. Rousseeuw and A. M. Leroy (1987), Robust Regression and Outlier Detection, Table 3.

    Examples
    --------
    >>> load_hr_stars().data.shape
    (47, 1)
    """
    return _read(
        "hr_stars",
        ("log of the surface temperature",),
        "log of the light intensity",
        "Rousseeuw and Leroy (1987), Table 3",
        as_frame,
    )


def load_prostate(*, as_frame: bool = False) -> Dataset:
    """Return 97 men before an operation: eight clinical measures and the log of PSA.

    Row 31, counted from 0, holds the corrected weight: 3.804, where the first published data
    had 6.1.

    Parameters
    ----------
    as_frame : bool, default False
        Give columns and target as pandas objects with their names; needs pandas.

    Returns
    -------
    Dataset
        Eight columns; `train` marks the 67 rows that Hastie, Tibshirani and Friedman fit.

    References
    ----------
    T. A. Stamey et al. (1989), Journal of Urology 141(5), 1076–1083; T. Hastie,
    R. Tibshirani and J. Friedman (2009), The Elements of Statistical Learning.

    Examples
    --------
    >>> int(load_prostate().train.sum())
    67
    """
    return _read(
        "prostate",
        ("lcavol", "lweight", "age", "lbph", "svi", "lcp", "gleason", "pgg45"),
        "log of prostate specific antigen",
        "Stamey et al. (1989); Hastie, Tibshirani and Friedman (2009)",
        as_frame,
    )


def _read(
    name: str, features: tuple[str, ...], target: str, source: str, as_frame: bool
) -> Dataset:
    """Read a table: perhaps a name per row, the features, the target, perhaps a train flag."""
    text = files("l1lib.datasets").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    header, *rows = csv.reader(text.splitlines())
    first = header.index("place") + 1 if "place" in header else 0
    table = np.array([row[first : first + len(features) + 1] for row in rows], dtype=np.float64)
    table.flags.writeable = False
    dataset = Dataset(
        data=table[:, :-1],
        target=table[:, -1],
        feature_names=features,
        target_name=target,
        source=source,
        labels=tuple(row[0] for row in rows) if first else (),
        train=np.array([header[-1] != "train" or row[-1] == "TRUE" for row in rows]),
    )
    return _framed(dataset) if as_flag(as_frame, "as_frame") else dataset


def _framed(dataset: Dataset) -> Dataset:
    """Return the data set with columns, target and both together as pandas objects."""
    try:
        import pandas as pd
    except ImportError as error:
        raise ImportError("as_frame=True needs pandas: pip install pandas") from error
    frame = pd.DataFrame(
        dict(zip(dataset.feature_names, dataset.data.T, strict=True)),
        index=list(dataset.labels) or None,
    )
    frame[dataset.target_name] = dataset.target
    return replace(
        dataset, data=frame[list(dataset.feature_names)], target=frame[dataset.target_name],
        frame=frame,
    )  # fmt: skip
