"""Each row of the dictionary of λ gives the same fit, and a wrong translation would not."""

import numpy as np
import pytest
from penalty_names import TABLE, TOLERANCE, N, X, Y
from sklearn.linear_model import ElasticNet

from l1lib import lasso

ROWS = [pytest.param(name, id=name.program) for name in TABLE]
CONF = """
extensions = ["myst_nb", "mathematics", "penalty_list"]
html_math_renderer = "temml"
nb_execution_mode = "off"
myst_enable_extensions = ["dollarmath"]
"""


@pytest.mark.parametrize("name", ROWS)
def test_translated_number_gives_the_same_coefficients(name):
    assert name.difference() < TOLERANCE


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("factor", [0.9, 1.1])
def test_number_off_by_a_tenth_would_be_noticed(name, factor):
    assert name.difference(factor) > 100 * TOLERANCE


@pytest.mark.parametrize("name", ROWS)
def test_example_is_between_no_penalty_and_no_model(name):
    assert 0 < (abs(name.here(name.lam)) > 1e-9).sum()


@pytest.mark.parametrize(("first", "second"), [(3.0, 0.7), (1.0, 4.0)])
def test_elastic_net_of_two_numbers_is_a_lasso_on_more_rows(first, second):
    net = ElasticNet(first + second, l1_ratio=first / (first + second), tol=1e-12)
    p = X.shape[1]
    rows = np.vstack([X, np.sqrt(N * second) * np.eye(p)])
    ours = lasso(rows, np.append(Y, np.zeros(p)), first * N / (N + p), intercept=False)
    assert net.fit(X, Y).coef_ == pytest.approx(ours.coef, abs=1e-8)


@pytest.mark.parametrize("tolerance", [TOLERANCE, 0.0])
def test_page_has_the_rows_and_warns_where_one_gives_another_fit(
    small_book, monkeypatch, tolerance
):
    import penalty_list

    monkeypatch.setattr(penalty_list, "TABLE", TABLE[1:2])
    monkeypatch.setattr(penalty_list, "TOLERANCE", tolerance)
    (small_book.source / "index.md").write_text("# Names\n\n```{penalty-list}\n```\n")
    warnings = small_book.build(CONF)
    assert ("gives another fit" in warnings) is (tolerance == 0)
    assert ("✓" in small_book.html("index")) is (tolerance > 0)
