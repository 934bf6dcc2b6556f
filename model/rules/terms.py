"""Payment terms: when an invoice is due that does not say so itself.

>>> due_day(date(2026, 1, 30), "net", 14)
datetime.date(2026, 2, 13)
>>> due_day(date(2026, 1, 30), "end_of_month", 30)  # løbende måned + 30 dage, fri leveringsmåned
datetime.date(2026, 3, 2)
"""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from model.kinds import TermsKind


def due_day(invoiced: date, terms: str, days: int) -> date:
    """Return the due day: so many days from the invoice date, or from the end of its month.

    >>> due_day(date(2024, 2, 1), TermsKind.END_OF_MONTH, 0)
    datetime.date(2024, 2, 29)
    """
    start = invoiced + relativedelta(day=31) if terms == TermsKind.END_OF_MONTH else invoiced
    return start + timedelta(days=days)
