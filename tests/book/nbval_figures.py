"""A plugin of nbval: two figures are equal if what they draw is; all else is compared strictly.

Loaded by the conftest.py of the repository, so that a plain ``pytest --nbval book`` has it. Its
time-outs guard against a hang; none of them is so short that a slow machine fails.
"""

import copy

import nbval.plugin
from nbformat import NotebookNode
from nbval.kernel import RunningKernel
from nbval.plugin import IPyNbCell
from svg_difference import differences

SVG = "image/svg+xml"
PATIENCE = 600.0


class Cell(IPyNbCell):
    """A cell of a notebook whose figures may move by a last digit."""

    def setup(self) -> None:
        """Wait long for the last output; nbval waits five seconds."""
        super().setup()
        self.output_timeout = PATIENCE

    def compare_outputs(self, test, ref, skip_compare=None) -> bool:
        """Compare as nbval does; a fresh figure that draws the stored one counts as that one."""
        test = copy.deepcopy(test)
        for fresh, stored in zip(_figures(test), _figures(ref), strict=False):
            if not differences(stored[SVG], fresh[SVG]):
                fresh[SVG] = stored[SVG]
        return super().compare_outputs(test, ref, skip_compare)

    def format_output_compare(self, key, left, right) -> None:
        """Say of a figure what changed in it."""
        if key == SVG:
            self.comparison_traceback += ["The figure changed:", *differences(left, right)[:10]]
        else:
            super().format_output_compare(key, left, right)


class Kernel(RunningKernel):
    """A kernel that may take its time to reply."""

    def await_reply(self, msg_id, timeout=None) -> None:
        """Wait long for the reply; nbval gives a new kernel ten seconds."""
        super().await_reply(msg_id, None if timeout is None else max(timeout, PATIENCE))


def _figures(outputs: list[NotebookNode]) -> list[NotebookNode]:
    return [output.data for output in outputs if SVG in output.get("data", {})]


def pytest_configure(config) -> None:
    """Let nbval start these kernels, and wait for them."""
    nbval.plugin.RunningKernel = Kernel
    config.option.nbval_kernel_startup_timeout = PATIENCE


def pytest_itemcollected(item) -> None:
    """Make a cell one of these; nbval names its own class where it makes it."""
    if type(item) is IPyNbCell:
        item.__class__ = Cell
