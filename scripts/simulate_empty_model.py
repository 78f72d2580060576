"""How often cross-validation picks the Lasso without a variable, as the signal grows.

Stored in ``l1lib/datasets/stored/empty_model.csv``, which the chapter on penalties reads: it takes
minutes. Fifty rows and twenty columns, all standard normal; the target is ``signal`` times the
first column plus standard normal noise. Five folds. Seeds 0 to 499, the same for every signal.
"""

from pathlib import Path

import numpy as np

from l1lib import cross_validate_lasso

OUT = Path(__file__).resolve().parent.parent / "l1lib/datasets/stored/empty_model.csv"
SIGNALS = [0.0, 0.3, 0.6, 1.0]
SAMPLES = 500
ROWS, COLUMNS = 50, 20


def empty(signal: float, seed: int) -> tuple[bool, bool]:
    """Say whether the model is empty at the smallest error, and by the one-standard-error rule."""
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((ROWS, COLUMNS))
    y = signal * X[:, 0] + rng.standard_normal(ROWS)
    chosen = cross_validate_lasso(X, y, n_lams=30, rng=rng)
    return chosen.index_min == 0, chosen.index_1se == 0


def main() -> None:
    """Simulate and store the shares in percent."""
    lines = ["signal,smallest error,one standard error"]
    for signal in SIGNALS:
        share = 100 * np.mean([empty(signal, seed) for seed in range(SAMPLES)], axis=0)
        lines.append(f"{signal},{share[0]:.1f},{share[1]:.1f}")
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
