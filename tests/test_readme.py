"""The session that the README shows prints what the README says."""

import doctest
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SESSION = re.search(r"```pycon\n(.*?)```", README, re.DOTALL)[1]


def failures(session, tmp_path):
    """Run an interactive session and return how many of its examples print something else."""
    test = doctest.DocTestParser().get_doctest(session, {}, "README.md", None, 0)
    runner = doctest.DocTestRunner()
    with (tmp_path / "report.txt").open("w", encoding="utf-8") as report:
        runner.run(test, out=report.write)
    assert runner.tries == session.count(">>> ") > 0
    return runner.failures


def test_code_of_the_readme_prints_what_the_readme_says(tmp_path):
    assert failures(SESSION, tmp_path) == 0


def test_a_number_that_the_library_does_not_print_is_found(tmp_path):
    assert failures(SESSION.replace("hi=4.0", "hi=3.0"), tmp_path) == 1
