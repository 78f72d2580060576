import subprocess
import sys

import pytest

import l1lib
from l1lib import differences, functions, lasso_regression, losses, median, quantile_regression


def run(code):
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return answer.stdout.split()


def test_importing_the_package_loads_no_heavy_library():
    heavy = run(
        "import sys, l1lib; print(*{'numpy', 'sympy', 'matplotlib', 'IPython'} & {*sys.modules})"
    )
    assert heavy == []


def test_numeric_names_load_neither_sympy_nor_matplotlib():
    code = (
        "import sys; from l1lib import Absolute, Huber, mae, weighted_median\n"
        "mae([1, 2], [1, 3]), weighted_median([1, 2]), Huber(1).prox([3])\n"
        "print(*{'numpy', 'sympy', 'matplotlib', 'IPython'} & {*sys.modules})"
    )
    assert run(code) == ["numpy"]


def test_importing_every_public_name_changes_no_setting():
    code = (
        "import warnings, random, locale, matplotlib, numpy\n"
        "def state():\n"
        "    return str((dict(matplotlib.rcParams), numpy.get_printoptions(), numpy.geterr(),\n"
        "                warnings.filters, random.getstate(), numpy.random.get_state()))\n"
        "import scipy.linalg, scipy.optimize, sympy, IPython\n"
        "before = state()\n"
        "import l1lib, l1lib.plots\n"
        "for name in l1lib.__all__: getattr(l1lib, name)\n"
        "print(len(before) > 1000, before == state())"
    )
    assert run(code) == ["True", "True"]


@pytest.mark.parametrize("module", [differences, functions, lasso_regression, quantile_regression])
def test_every_public_name_of_a_package_comes_from_l1lib_itself(module):
    assert {name: getattr(l1lib, name) for name in module.__all__} == {
        name: getattr(module, name) for name in module.__all__
    }


@pytest.mark.parametrize("module", [losses, median])
def test_every_public_function_of_a_module_comes_from_l1lib_itself(module):
    own = {
        name
        for name, thing in vars(module).items()
        if callable(thing)
        and getattr(thing, "__module__", None) == module.__name__
        and not name.startswith("_")
    }
    assert own
    assert own <= set(l1lib.__all__)
