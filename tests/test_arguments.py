"""Every argument of every public callable, once: what is wrong is refused by name at the door."""

import inspect
import re
import traceback
from importlib import import_module
from pathlib import Path

import pytest
from argument_table import RETURNED, TABLE, arguments, place
from matplotlib import pyplot as plt

import l1lib

PACKAGES = [
    "l1lib",
    "l1lib.datasets",
    "l1lib.distributed",
    "l1lib.functions",
    "l1lib.lasso_regression",
    "l1lib.methods",
    "l1lib.plots",
    "l1lib.quantile_regression",
    "l1lib.robust",
    "l1lib.symbolic",
    "l1lib.teaching.exercises",
    "l1lib.teaching.statements",
]
LIBRARY = Path(l1lib.__file__).parent


def public_objects():
    """Yield what the packages offer, and what a module without a list of names defines."""
    for package in PACKAGES:
        module = import_module(package)
        own = [n for n, thing in vars(module).items() if getattr(thing, "__module__", 0) == package]
        for name in getattr(module, "__all__", own):
            thing = getattr(module, name)
            if not name.startswith("_") and callable(thing) and hasattr(thing, "__qualname__"):
                yield thing


def public_callables():
    """Return functions, constructors and methods by name, each with its arguments."""
    found = {}
    for thing in public_objects():
        if not inspect.isclass(thing):
            found[place(thing)] = arguments(thing)
            continue
        if thing.__name__ not in RETURNED and not inspect.isabstract(thing):
            found[place(thing)] = arguments(thing)
        own = [base for base in thing.__mro__ if base.__module__.startswith("l1lib")]
        for name in {name for base in own for name in vars(base)}:
            method = getattr(thing, name)
            if name.startswith("_") or not callable(method):
                continue
            if not getattr(method, "__isabstractmethod__", False):
                found[place(method)] = arguments(method)
    return found


def test_table_has_every_argument_of_every_public_callable():
    table = {}
    for call in TABLE:
        table.setdefault(call.place, set()).update(call.wrong)
    assert table == public_callables()


@pytest.fixture(autouse=True)
def _no_figure_and_no_style_left():
    with plt.rc_context():
        yield
    plt.close("all")


@pytest.mark.parametrize("call", TABLE, ids=lambda call: call.name)
def test_valid_call_is_taken(call):
    call.call(**call.valid)


@pytest.mark.parametrize(
    ("call", "name", "values"),
    [
        pytest.param(call, name, values, id=f"{call.name}-{name}")
        for call in TABLE
        for name, values in call.wrong.items()
        if values
    ],
)
def test_wrong_argument_is_refused_by_name_at_the_door(call, name, values):
    faults = [fault for value in values if (fault := fault_with(call, name, value))]
    assert not faults, "\n".join(faults)


def fault_with(call, name, value):
    """Return what is wrong with the way in which a value is refused, or nothing."""
    what = f"{call.name}({name}={value!r})"
    try:
        call.call(**{**call.valid, name: value})
    except (TypeError, ValueError) as error:
        frame = Path(traceback.extract_tb(error.__traceback__)[-1].filename)
        if not re.match(rf"{name}\b.* must ", str(error)):
            return f"{what}: {type(error).__name__}: {error}"
        if not frame.is_relative_to(LIBRARY):
            return f"{what}: raised in {frame}"
        return None
    except Exception as error:
        return f"{what}: {type(error).__name__}: {error}"
    return f"{what} is taken"
