import subprocess
import sys
from dataclasses import FrozenInstanceError
from fractions import Fraction

import numpy as np
import pytest
from members import every_member

from l1lib.functions import EpsilonInsensitive, Huber, Pinball, PseudoHuber, ScalarFunction

METHODS = ("value", "subdifferential", "prox", "conjugate")


@every_member
@pytest.mark.parametrize("method", METHODS)
def test_nan_is_refused_with_its_position(f, method):
    with pytest.raises(ValueError, match="must not be NaN; position 1 is nan"):
        getattr(f, method)([0.0, np.nan])
    with pytest.raises(ValueError, match="must not be NaN; got nan"):
        getattr(f, method)(np.nan)


@every_member
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("bad", ["1", ["1", "2"], 1j, [None], [object()]])
def test_what_is_not_a_real_number_is_refused(f, method, bad):
    with pytest.raises(TypeError, match="must"):
        getattr(f, method)(bad)


@pytest.mark.parametrize(("kind", "name"), [(Huber, "delta"), (PseudoHuber, "delta")])
@pytest.mark.parametrize("bad", [0, -0.0, -1, np.nan, np.inf, Fraction(1, 10**400), 10**400])
def test_a_width_that_is_not_positive_and_finite_is_refused(kind, name, bad):
    with pytest.raises(ValueError, match=name):
        kind(bad)


@pytest.mark.parametrize("bad", [0, 1, -0.1, 1.1, np.nan, np.inf])
def test_a_quantile_level_outside_the_open_unit_interval_is_refused(bad):
    with pytest.raises(ValueError, match="tau must lie strictly between 0 and 1, got"):
        Pinball(bad)


@pytest.mark.parametrize("bad", [-5e-324, -1, np.nan, np.inf])
def test_a_negative_or_infinite_insensitivity_is_refused(bad):
    with pytest.raises(ValueError, match="eps must be non-negative and finite, got"):
        EpsilonInsensitive(bad)


@pytest.mark.parametrize("kind", [Huber, PseudoHuber, Pinball, EpsilonInsensitive])
@pytest.mark.parametrize("bad", ["1", None, 1j, [0.5]])
def test_a_parameter_that_is_not_a_number_is_refused(kind, bad):
    with pytest.raises(TypeError, match="must be a real number, got"):
        kind(bad)


def test_members_are_frozen_compare_by_parameters_and_show_them():
    f = Huber(Fraction(1, 4))
    assert f == Huber(0.25)
    assert f != Huber(0.5)
    assert hash(f) == hash(Huber(0.25))
    assert repr(f) == "Huber(delta=0.25)"
    with pytest.raises(FrozenInstanceError):
        f.delta = 2.0


def test_the_base_class_cannot_be_used_alone():
    with pytest.raises(TypeError, match="abstract"):
        ScalarFunction()


def test_importing_the_functions_does_not_import_sympy():
    code = "import sys, l1lib.functions; print('sympy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
