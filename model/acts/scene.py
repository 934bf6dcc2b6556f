"""What every act has at hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from model import errors
from model.arrangement import Hold
from model.card import reminders
from model.customer import Customer, Party

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, time
    from zoneinfo import ZoneInfo

    from sqlmodel import Session

    from model.account import Account
    from model.kinds import Act, HoldReason
    from model.records import AgentInfo, Item

Done = tuple["Act", dict[str, Any]]
"""What an act was and its facts (ids, amounts, days; never words about people), as its event keeps them."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The session, who acts, when, and the account as it stands."""

    session: Session
    agent: AgentInfo
    now: datetime
    today: date
    account: Account
    zone: ZoneInfo
    approver: AgentInfo | None = None
    """Who grants what is beyond the agent: their authority counts then."""
    undoing: bool = False
    """Whether an act is taken back: that needs no authority."""
    holds: list[int] = field(default_factory=list)
    """The holds that the act made."""

    def authorised(self, refusal: Callable[[Session, str, date], str]) -> None:
        """Hold an act against the authority of who answers for it.

        Raises:
            BeyondAuthority: it is more; a supervisor can approve it.
        """
        if self.undoing:
            return
        if why := refusal(self.session, (self.approver or self.agent).role, self.today):
            raise errors.BeyondAuthority(f"{why}: ask a supervisor to approve it")

    @property
    def reminder_level(self) -> int:
        """Where dunning stands now, and goes on from after a hold."""
        return reminders(self.session, self.account, self.today)[0]

    def customer(self) -> Customer:
        """The customer's row."""
        row = self.session.get(Customer, self.account.customer_id)
        if row is None:  # the account could not have been read
            raise errors.NotFound(f"no customer with id {self.account.customer_id}")
        return row

    def own_party(self, number: int | None) -> None:
        """Hold a party that an act names against those beside the customer.

        Raises:
            Invalid: it is none of theirs.
        """
        party = None if number is None else self.session.get(Party, number)
        if number is not None and (party is None or party.customer_id != self.account.customer_id):
            raise errors.Invalid("party_id", "is nobody beside this customer: look again", number)

    def moment(self, day: date, hour: time) -> datetime:
        """An hour of a day on the register's clock."""
        return datetime.combine(day, hour, self.zone)

    def store(self, row: Any) -> int:  # noqa: ANN401  a row of any table
        """Add a row; returns its number."""
        self.session.add(row)
        self.session.flush()
        return int(row.id)

    def exists(self, *where: Any) -> bool:  # noqa: ANN401  conditions on columns
        """Whether a row fulfils all conditions."""
        return self.session.connection().execute(select(1).where(*where)).first() is not None

    def hold_each(
        self, reason: HoldReason, until: date, items: Iterable[Item], *, promise_id: int | None = None
    ) -> None:
        """Let dunning rest on each of some items; where none is named, on the whole account."""
        named: list[int | None] = [item.entry_id for item in items]
        for entry_id in named or [None]:
            self.hold(reason, until, entry_id=entry_id, promise_id=promise_id)

    def hold(
        self,
        reason: HoldReason,
        until: date,
        *,
        entry_id: int | None,
        promise_id: int | None = None,
        agreement_id: int | None = None,
        dispute_id: int | None = None,
    ) -> None:
        """Let dunning rest on the customer, or on one entry, until a day."""
        number = self.store(
            Hold(
                customer_id=self.account.customer_id,
                entry_id=entry_id,
                reason=reason,
                promise_id=promise_id,
                agreement_id=agreement_id,
                dispute_id=dispute_id,
                valid_from=self.today,
                valid_until=until,
                resume_level=self.reminder_level,
            )
        )
        self.holds.append(number)
