from datetime import date
from decimal import Decimal

from model.intake.rows import EntryRow
from model.intake.spool import Findings, Spool
from model.kinds import EntryKind


def row(place: int) -> EntryRow:
    return EntryRow(place, "1001", str(place), EntryKind.INVOICE, date(2026, 1, 1), Decimal(place))


def test_rows_come_back_as_they_went_in_as_often_as_asked() -> None:
    spool = Spool(EntryRow)
    rows = [row(place) for place in range(1203)]
    for one in rows:
        spool.append(one)
    assert (len(spool), list(spool), list(spool)) == (1203, rows, rows)
    assert (spool[0], spool[-1], spool[:2], spool[1200:]) == (rows[0], rows[-1], rows[:2], rows[1200:])


def test_rows_can_be_added_after_some_were_read() -> None:
    spool = Spool(EntryRow)
    spool.append(row(1))
    assert list(spool) == [row(1)]
    spool.append(row(2))
    assert list(spool) == [row(1), row(2)]


def test_a_flood_of_problems_is_counted_not_listed() -> None:
    told = Findings()
    for line in range(1, 2501):
        told.tell(line, "amount", "x" * 500, "is no amount")
    listed = told.listed()
    assert (len(listed), listed[-1].message) == (1001, "and 1500 more like these")
    assert max(len(problem.value) for problem in listed) == 80
