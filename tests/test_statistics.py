"""Intervals, cuts and bands: known numbers, and one definition for single numbers, groups and arrays."""

import math

import numpy as np
import pandas as pd
import pytest

from datadeel.analysis.statistics import band, band_of_groups, critical, cut, interval, margin
from datadeel.analysis.summary import by_point, describe


def test_student_t_is_that_of_tables() -> None:
    """Of one, nine and very many degrees of freedom (any table of Student's t), and no interval of a single number."""
    assert critical([2, 10, 10**9]) == pytest.approx([12.7062, 2.2622, 1.9600], abs=1e-4)
    assert critical(10, alpha=0.01) == pytest.approx(3.2498, abs=1e-4)
    assert np.isnan(critical([0, 1])).all()
    assert math.isnan(margin(1, 2.0))


def test_interval_of_two_numbers() -> None:
    """Of 0 and 2 the deviation is √2 and the margin t: 12.7062 · √2 / √2."""
    assert interval(pd.Series([0.0, 2.0])) == pytest.approx((1.0 - 12.7062, 1.0 + 12.7062), abs=1e-4)


def test_cut_ends_where_numbers_end_and_keeps_what_is_unknown() -> None:
    """Shares stay within 0 and 1; an interval that is not known stays so."""
    assert list(cut([-0.2, 0.5, 1.2], 0.0, 1.0)) == [0.0, 0.5, 1.0]
    assert math.isnan(cut(math.nan))


def test_all_forms_agree() -> None:
    """A number by itself, as a group of rows and as a column of an array: mean, interval and band are the same.

    But for the last bit: pandas adds up groups in another way than columns.
    """
    values = np.random.default_rng(1).random((20, 3))
    names = ["sharing", "depth", "durable"]
    table = by_point(pd.DataFrame(values, columns=names).assign(point=0), names).set_index("outcome")
    of_groups = band_of_groups(pd.DataFrame(values, columns=names).groupby(np.zeros(20, int)))
    of_array = band(values)
    for column, name in enumerate(names):
        alone = describe(pd.Series(values[:, column]), most=1.0)
        assert {key: table.loc[name, key] for key in alone} == pytest.approx(alone, rel=1e-14)
        for key in of_array:
            assert of_groups[key][name].item() == pytest.approx(alone[key], rel=1e-14)
            assert of_array[key][column] == pytest.approx(alone[key], rel=1e-14)


def test_margins_of_single_numbers_and_arrays_are_the_same_to_the_bit() -> None:
    """What is worked out number by number has no reason to differ."""
    worlds, deviations = np.array([2, 20, 320, 2921]), np.array([0.1, 3e6, 7.0, 0.3])
    together = margin(worlds, deviations)
    assert [float(margin(*one)) for one in zip(worlds, deviations, strict=True)] == list(together)
