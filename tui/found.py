"""How a customer that the lookup found is told: in the desk's list, and at a prompt."""

from __future__ import annotations

from tui.wording import _, word


def state_words(status: str, merged_into: str) -> str:
    """What kind of customer it is, where that is not the usual one; of a merged one where the account goes on.

    >>> state_words("active", ""), state_words("closed", ""), state_words("merged", "30003")
    ('', 'closed', 'merged into 30003')
    """
    if merged_into:
        return _("merged into {number}").format(number=merged_into)
    return word(status) if status not in ("", "active") else ""


def through_words(kind: str, text: str, person: str = "", *, former: bool = False) -> str:
    """Through what a customer was found, as it is called; a telephone, which is shown by itself, by whose it is.

    >>> through_words("invoice", "INV-42"), through_words("phone", "+4522334455", "Gudrun")
    ('invoice INV-42', 'contact Gudrun')
    >>> through_words("address", "Gamlevej 1", former=True), through_words("contact", "Gudrun", former=True)
    ('formerly Gamlevej 1', 'former contact Gudrun')
    """
    if kind == "phone":
        kind, text = "contact", person
    if not text:
        return ""
    named = {
        "invoice": _("invoice {number}"),
        "reference": _("reference {number}"),
        "company": _("company no. {number}"),
        "contact": _("former contact {number}") if former else _("contact {number}"),
        "address": _("formerly {number}") if former else _("also {number}"),
    }
    return named.get(kind, "{number}").format(number=text)


def wrong_words(*, wrong: bool) -> str:
    """What stands before a telephone that is marked wrong."""
    return _("wrong no.") if wrong else ""
