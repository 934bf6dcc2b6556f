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
