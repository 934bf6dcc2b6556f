"""Each instalment's payment reference leads back to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.rules.identifiers import is_fik, is_kid
from model.rules.references import PayTo, fik, kid, pay_line, read

AGREEMENTS, NUMBERS = st.integers(1, 10**10 - 1), st.integers(0, 999)


@given(AGREEMENTS, NUMBERS)
def test_a_fik_line_has_a_check_digit_that_holds_and_leads_back(agreement: int, no: int) -> None:
    line = fik(agreement, no, "82345678")
    assert is_fik(line)
    assert read(line) == (agreement, no)


@given(AGREEMENTS, NUMBERS, st.sampled_from(["mod10", "mod11"]), st.integers(15, 25))
def test_a_kid_by_either_method_has_a_check_digit_that_holds_and_leads_back(
    agreement: int, no: int, method: str, length: int
) -> None:
    made = kid(agreement, no, method, length)
    assert (len(made), made.isdigit(), is_kid(made)) == (length, True, True)
    assert read(made) == (agreement, no)


@given(st.text(max_size=30))
def test_what_is_no_reference_of_ours_is_none(text: str) -> None:
    found = read(text)
    assert found is None or (found[0] > 0 and 0 <= found[1] <= 999)


def test_reading_refuses_a_wrong_check_digit_and_other_references() -> None:
    assert read("900000000170027") is None
    assert read("+71<000000000001031+82345678<") is None
    assert read("") is None


@pytest.mark.parametrize(("agreement", "no"), [(0, 1), (1, -1), (1, 1000), (10**10, 1)])
def test_numbers_that_do_not_fit_are_refused(agreement: int, no: int) -> None:
    with pytest.raises(ValueError, match="does not fit into a reference of 15 digits"):
        fik(agreement, no, "82345678")


def test_an_unknown_kid_method_is_refused() -> None:
    with pytest.raises(ValueError, match="mod10 or mod11"):
        kid(1, 1, "mod12")


def test_without_a_creditor_number_the_account_is_told() -> None:
    assert pay_line(PayTo("DK", "1234 5678901"), 17, 1) == "1234 5678901"
    assert pay_line(PayTo("DK", "1234 5678901", "not one"), 17, 1) == "1234 5678901"
    assert pay_line(PayTo("NO"), 17, 1) == ""
