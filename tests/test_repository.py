"""The pins, the metadata and the ranges of the project agree, and no pin depends on a machine."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
BOOK = "requirements.txt"
# What the book needs holds what l1lib.distributed does.
WITH_THE_BOOK = {"book", "distributed"}
FILES = [BOOK, *(f"requirements/{name}.txt" for name in sorted(EXTRAS.keys() - WITH_THE_BOOK))]
PYTHONS = ["3.11.0", "3.12.0", "3.13.0", "3.14.0"]
SYSTEMS = [("linux", "posix"), ("darwin", "posix"), ("win32", "nt")]


def lines(file: str) -> list[str]:
    """Return what pip reads of a file of pins."""
    text = (ROOT / file).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def pins(file: str) -> list[Requirement]:
    """Return the pins of a file, without the line that installs l1lib itself."""
    return [Requirement(line) for line in lines(file) if line != "-e ."]


def applies(requirement: Requirement, python: str, system: tuple[str, str]) -> bool:
    """Tell whether a requirement is one under this Python on this system."""
    place = {
        "python_version": python.rpartition(".")[0],
        "python_full_version": python,
        "sys_platform": system[0],
        "os_name": system[1],
        "platform_machine": "AMD64" if system[0] == "win32" else "x86_64",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "extra": "",
    }
    return requirement.marker is None or requirement.marker.evaluate(place)


def versions(file: str, python: str, system: tuple[str, str]) -> dict[str, set[str]]:
    """Return the versions that a file asks for under one Python on one system."""
    found: dict[str, set[str]] = {}
    for pin in pins(file):
        if applies(pin, python, system):
            found.setdefault(canonicalize_name(pin.name), set()).add(str(pin.specifier)[2:])
    return found


def test_requirements_are_one_file_for_each_extra():
    assert sorted(p.name for p in (ROOT / "requirements").iterdir()) == sorted(
        Path(file).name for file in FILES[1:]
    )


@pytest.mark.parametrize("file", FILES)
def test_every_pin_is_exact(file):
    loose = [str(p) for p in pins(file) if not re.fullmatch(r"==[\w.!+]+", str(p.specifier))]
    assert pins(file)
    assert loose == []


@pytest.mark.parametrize("file", FILES)
def test_no_pin_names_a_host_or_a_path(file):
    text = (ROOT / file).read_text(encoding="utf-8").replace("requirements.txt", "")
    assert re.findall(r".*(?:://|@|--|\\|/|\.(?:com|org|net|io)\b).*", text) == []


def test_requirements_install_l1lib_editable_once():
    assert lines(BOOK).count("-e .") == 1


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system[0])
@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("extra", sorted(EXTRAS))
def test_every_dependency_is_pinned_within_its_range(extra, python, system):
    file = BOOK if extra in WITH_THE_BOOK else f"requirements/{extra}.txt"
    pinned = versions(BOOK, python, system) | versions(file, python, system)
    for line in PROJECT["dependencies"] * (extra == "book") + EXTRAS[extra]:
        wanted = Requirement(line)
        found = pinned.get(canonicalize_name(wanted.name), set())
        assert len(found) == applies(wanted, python, system), f"{line} is pinned to {found}"
        assert all(map(wanted.specifier.contains, found)), f"{line} is pinned to {found}"


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system[0])
@pytest.mark.parametrize("python", PYTHONS)
def test_files_ask_for_one_version_of_each_package(python, system):
    asked: dict[str, set[str]] = {}
    for file in FILES:
        for name, found in versions(file, python, system).items():
            asked.setdefault(name, set()).update(found)
    assert {name: found for name, found in asked.items() if len(found) > 1} == {}


def test_pythons_of_the_project_are_those_the_commands_accept():
    accepted = re.search(
        r"\((\d+), (\d+)\) <= sys.version_info\[:2\] <= \((\d+), (\d+)\)",
        (ROOT / "scripts/environment.sh").read_text(encoding="utf-8"),
    )
    low, high = accepted.group(1, 2), accepted.group(3, 4)
    above = f"{high[0]}.{int(high[1]) + 1}"
    assert PROJECT["requires-python"] == f">={'.'.join(low)},<{above}"


def test_version_is_the_same_in_the_citation():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.findall(r"(?m)^version: (\S+)$", citation) == [PROJECT["version"]]


def test_no_two_test_modules_have_one_name():
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names)), "pytest cannot collect both"
