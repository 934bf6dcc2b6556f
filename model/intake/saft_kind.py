"""What a line of an audit file is: its sign decides, and the words of its journal, voucher and texts.

>>> entry_kind(Decimal("100"), ("Salg", "Faktura 1031")), entry_kind(Decimal("70"), ("Purregebyr",))
(<EntryKind.INVOICE: 'invoice'>, <EntryKind.REMINDER_FEE: 'reminder_fee'>)
>>> entry_kind(Decimal("-100"), ("Bank", "Faktura 1031")), entry_kind(Decimal("-100"), ("Salg", "Faktura 1031"))
(<EntryKind.PAYMENT: 'payment'>, <EntryKind.CREDIT_NOTE: 'credit_note'>)
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from model.kinds import EntryKind

if TYPE_CHECKING:
    from collections.abc import Iterable

_PAID = r"bank|betal|payment|paid|\bocr\b|\bkid\b|giro|kasse|vipps|\bcash"
_DEBITS = (
    (EntryKind.REMINDER_FEE, r"purre|purring|inkassovarsel|reminder|rykker"),
    (EntryKind.COMPENSATION, r"kompensasjon|compensation"),
    (EntryKind.INTEREST, r"forsinkelsesrente|morarente|\brenter?\b|interest"),
    (EntryKind.INVOICE, r"faktura|invoice"),
    (EntryKind.CORRECTION, rf"{_PAID}|korreksjon|korrig|correction"),
)
_CREDITS = (
    (EntryKind.CREDIT_NOTE, r"kreditnota|kreditering|kreditt?faktura|credit ?note|credit ?memo"),
    (EntryKind.WRITE_OFF, r"tap på|konstatert tap|avskriv|avskrevet|write-?off|bad debt"),
    (EntryKind.PAYMENT, _PAID),
    (EntryKind.CREDIT_NOTE, r"salg|sales|faktura|invoice"),
    (EntryKind.CORRECTION, r"korreksjon|korrig|correction"),
)


def entry_kind(amount: Decimal, words: Iterable[str]) -> EntryKind:
    """Tell what a line is; a debit of which nothing is said is an invoice, a credit a payment."""
    said = "\n".join(words).casefold()
    kinds = _DEBITS if amount >= 0 else _CREDITS
    otherwise = EntryKind.INVOICE if amount >= 0 else EntryKind.PAYMENT
    return next((kind for kind, pattern in kinds if re.search(pattern, said)), otherwise)
