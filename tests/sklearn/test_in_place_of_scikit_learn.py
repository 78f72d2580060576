"""scikit-learn's own tests pass with our estimators in the place of its own.

They come with its wheel, and are run where they lie, in a process of their own.
"""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest
import sklearn
from sklearn import linear_model
from sklearn.linear_model import MultiTaskLassoCV

from l1lib.sklearn import LassoCV

HERE = Path(__file__).parent
ROOT = Path(sklearn.__file__).parent

FEWEST = {
    "test_quantile": 50,
    "test_coordinate_descent": 30,
    "test_sparse_coordinate_descent": 60,
    "test_common": 12,
}
"""The modules, and how many tests with our estimators have to pass in each."""

NO_STEPS = "wants a warning that coordinate descent was stopped early: nothing is iterated here"

EXCEPTIONS = {
    "test_quantile::test_error_interior_point_future": (
        "wants the interior point of old SciPy to be refused: no solver is called by this name"
    ),
    "test_coordinate_descent::test_lasso_dual_gap": (
        "compares two gaps relative to their size, which of an exact fit is rounding"
    ),
    "test_coordinate_descent::test_lasso_alpha_warning": (
        "wants a warning that alpha=0 converges badly: it is as exact as any other here"
    ),
    "test_coordinate_descent::test_1d_multioutput_lasso_and_multitask_lasso_cv": (
        "compares with MultiTaskLassoCV as it stops at tol=1e-4, which the next test does not"
    ),
    "test_coordinate_descent::test_enet_coordinate_descent_raises_convergence": NO_STEPS,
    "test_coordinate_descent::test_sparse_input_convergence_warning": NO_STEPS,
    "test_sparse_coordinate_descent::test_sparse_enet_coordinate_descent": NO_STEPS,
    "test_coordinate_descent::test_lassoCV_does_not_set_precompute": (
        "wants LassoCV to call the Lasso of its own module, with a Gram matrix or without"
    ),
}
"""Tests that fail, and why they may."""


def read(report):
    """Return how each test that ran ended, by its module, its name and its parameters."""
    outcomes = {}
    for case in ElementTree.parse(report).iter("testcase"):
        if case.find("skipped") is None:
            failed = case.find("failure") is not None or case.find("error") is not None
            module = case.get("classname").rpartition(".")[2]
            outcomes[f"{module}::{case.get('name')}"] = not failed
    return outcomes


def complaints(outcomes, exceptions, fewest):
    """Return what is wrong: failures, exceptions that are none any more, and too few tests."""
    found = []
    excepted = set()
    for name, passed in outcomes.items():
        function = name.partition("[")[0]
        excepted |= {function} & set(exceptions)
        if passed == (function in exceptions):
            found.append(f"{name} {'passes, and is an exception' if passed else 'fails'}")
    found += [f"{name} did not run" for name in exceptions if name not in excepted]
    passes = Counter(name.partition("::")[0] for name, passed in outcomes.items() if passed)
    return found + [
        f"{module}: {passes[module]} tests pass, {count} or more should"
        for module, count in fewest.items()
        if passes[module] < count
    ]


def test_scikit_learns_own_tests_pass_with_our_estimators(tmp_path):
    files = [ROOT / "linear_model" / "tests" / f"{module}.py" for module in FEWEST]
    missing = [file.name for file in files if not file.exists()]
    if missing:
        pytest.skip(f"scikit-learn {sklearn.__version__} comes without {', '.join(missing)}")
    report = tmp_path / "report.xml"
    paths = [str(HERE), str(HERE.parent.parent), os.environ.get("PYTHONPATH", "")]
    options = [f"--rootdir={ROOT}", f"--confcutdir={ROOT}", f"--junitxml={report}"]
    options += ["-p", "in_place_of_scikit_learn", "-p", "no:cacheprovider", "--tb=line"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, *options, *map(str, files)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert report.exists(), done.stdout + done.stderr
    assert complaints(read(report), EXCEPTIONS, FEWEST) == [], done.stdout[-5000:]


@pytest.mark.parametrize(
    ("outcomes", "complaint"),
    [
        ({"m::a": True, "m::b[1]": False, "m::b[2]": False}, []),
        ({"m::a": False, "m::b[1]": False}, ["m::a fails", "m: 0 tests pass, 1 or more should"]),
        ({"m::a": True, "m::b[1]": True}, ["m::b[1] passes, and is an exception"]),
        ({"m::a": True}, ["m::b did not run"]),
        ({"m::b": False}, ["m: 0 tests pass, 1 or more should"]),
    ],
)
def test_what_fails_passes_or_is_gone_against_the_list_is_told(outcomes, complaint):
    assert complaints(outcomes, {"m::b": "a reason"}, {"m": 1}) == complaint


def test_multi_task_lasso_cv_agrees_once_it_is_told_to_go_on():
    # In place of test_1d_multioutput_lasso_and_multitask_lasso_cv.
    X, y = sklearn.datasets.make_regression(50, 10, random_state=0)
    ours = LassoCV(alphas=5, eps=2e-3).fit(X, y)
    theirs = MultiTaskLassoCV(alphas=5, eps=2e-3, tol=1e-14, max_iter=100_000).fit(X, y[:, None])
    assert ours.alpha_ == pytest.approx(theirs.alpha_, rel=1e-12)
    assert ours.coef_ == pytest.approx(theirs.coef_[0], rel=1e-8)
    assert ours.intercept_ == pytest.approx(theirs.intercept_[0], rel=1e-8, abs=1e-10)


def test_plugin_replaces_nothing_when_it_is_merely_imported():
    import in_place_of_scikit_learn  # noqa: F401

    assert linear_model.Lasso.__module__.startswith("sklearn.")
