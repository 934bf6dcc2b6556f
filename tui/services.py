"""What stands behind the desk: the lookup, the register, the agent, the drafts. No widget knows any of them.

Opened in a thread after the first paint: the lookup first, so that one can search while SQLAlchemy is still being
imported. Every method but `look_up`, `now` and `today` may wait, and is called from thread workers only.
"""

from __future__ import annotations

import threading
from collections import deque
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from model import errors
from tui.offering import offered
from tui.searching import Searching
from tui.widgets.hits import ROWS, Offer

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from model.approvals import Waiting
    from model.authority import Limit
    from model.drafts import Drafts
    from model.foresight import Foreseen
    from model.limits import Unconfirmed
    from model.proposals import Proposal
    from model.reasons import Reasons
    from model.records import AgentInfo, Card, DueTask, HistoryCursor, HistoryPage
    from model.rules.contactrules import Caution
    from model.store import Register
    from model.undo import Latest, Undone
    from search.finder import Finder, Prefer

_KEYS_WAIT = 0.012
"""Seconds that a lookup may hold the keys up; one that takes longer goes on beside them, and costs a second paint.

Measured with 8 to 15 ms: less paints most keys twice, more delays those that are painted twice anyway."""


class Services:
    """One register, one agent.

    Args:
        target: the register's path or URL.
        login: who is at the desk.
        today_fixed: the day to work on; None for the register's own.
    """

    def __init__(self, target: str, login: str, today_fixed: date | None = None) -> None:
        self.target = target
        self.login = login
        self.today_fixed = today_fixed
        self.zone = ZoneInfo("Europe/Copenhagen")
        self.agent: AgentInfo | None = None
        self.limits: tuple[Limit, ...] = ()
        """How far the agent may go alone."""
        self.unverified = "remind"
        """What happens while the speaker is not verified: off, remind or mask."""
        self.drafts: Drafts | None = None
        self._finder: Finder | None = None
        self._searching: Searching | None = None
        self._register: Register | None = None
        self._views: deque[tuple[int, datetime]] = deque()
        self._logging = threading.Lock()
        self._recent: tuple[int, ...] = ()

    @property
    def on_server(self) -> bool:
        """Whether the register is a server."""
        return self.target.startswith(("postgresql", "postgres:"))

    @property
    def can_search(self) -> bool:
        """Whether the lookup is open."""
        return self._finder is not None

    def open_finder(self) -> None:
        """Open the lookup, where there is a register to look into; else it is opened after it.

        Raises:
            Unreachable: the server is away.
        """
        path = Path(self.target.removeprefix("sqlite:///")).expanduser()
        if self._finder is None and (self.on_server or path.exists()):
            from search.finder import open_finder

            self._finder = open_finder(self.target)
            self._searching = Searching(self._search, self._finder.interrupt)

    def open_drafts(self) -> None:
        """Open where unrecorded texts are kept. A desk without them works on."""
        from model.drafts import open_drafts

        self.drafts = open_drafts(self.target, self.login)

    def open(self) -> AgentInfo:
        """Open the register and meet the agent.

        Raises:
            Refused: it cannot be opened; the message says what to do.
        """
        from model import authority, calling
        from model.store import DESK_CACHE_KB, open_register
        from search.index import attach
        from tui import preferring

        register = open_register(self.target, cache_kb=DESK_CACHE_KB)
        with ExitStack() as on_refusal:
            on_refusal.callback(register.close)
            attach(register)
            self.zone = register.zone()
            self.unverified = calling.unverified(register)
            self.agent = authority.who(register, self.login, self.now())
            self.limits = authority.limits(register, self.agent, self.today())
            on_refusal.pop_all()
        self._register = register
        self._recent = preferring.recent(register, self.agent)
        self.open_finder()
        return self.agent

    @property
    def is_open(self) -> bool:
        """Whether cards can be read and acts recorded."""
        return self._register is not None

    @property
    def register(self) -> Register:
        """The open register.

        Raises:
            Unreachable: it is not open yet.
        """
        if self._register is None:
            raise errors.Unreachable("the register is still being opened")
        return self._register

    def now(self) -> datetime:
        """The moment, on the register's clock; on a fixed day, that day at this time."""
        now = datetime.now(UTC).astimezone(self.zone)
        return datetime.combine(self.today_fixed, now.timetz()) if self.today_fixed else now

    def today(self) -> date:
        """The register's day."""
        return self.now().date()

    def look_up(self, text: str) -> list[Offer] | None:
        """Customers for a text, at once; None where that takes longer than keys may wait: then `find` has them soon."""
        return None if self._searching is None else self._searching.at_once(text, _KEYS_WAIT)

    def find(self, text: str) -> Sequence[Offer]:
        """Customers for a text, however long it takes; one more than the list shows, where there are more.

        Raises:
            Refused: there is no index, or the server is away.
        """
        return self._searching.answer(text) if self._searching else ()

    def _search(self, text: str) -> list[Offer]:
        if self._finder is None:
            return []
        return offered(self._finder.find(text, ROWS + 1, prefer=self._prefer()), text, self.today())

    def callers(self, number: str) -> list[Offer]:
        """The customers with this telephone number, each once: whoever was merged is told where nobody else is.

        Nobody for whom it is marked wrong, and nobody whose former contact person has it: who rings from there is
        somebody else, and to be taken for the debtor's own would tell them of a debt that is not theirs.
        """
        from search.fold import digits

        # A customer's number may be their telephone's, and is told first then.
        found = [
            offer
            for offer in self.find(number)
            if offer.exact
            and (offer.through_kind or digits(offer.phone)[-len(digits(number)) :] == digits(number))
            and offer.through_kind in ("", "phone")
        ]
        callers: dict[int, Offer] = {}
        for offer in sorted((one for one in found if not one.stale), key=lambda one: bool(one.merged_into)):
            callers.setdefault(offer.opens, offer)
        return list(callers.values())

    def nearest(self, text: str) -> str | None:
        """Where a text finds nobody, the nearest that finds somebody.

        Raises:
            Refused: there is no index, or the server is away.
        """
        from search.lookup import Interrupted

        try:
            return self._finder.nearest(text) if self._finder else None
        except Interrupted:  # another text was typed: nobody waits for this any more
            return None

    def latest(self) -> list[Offer]:
        """The customers the agent had open last: before this desk, and at it."""
        return self.named(self._recent[:ROWS])

    def has_customers(self) -> bool:
        """Whether there is anybody to find."""
        from model import worklist

        return worklist.has_customers(self.register)

    def named(self, customer_ids: Sequence[int]) -> list[Offer]:
        """Customers as lines in a list, in this order."""
        return offered(self._finder.named(customer_ids, self.today()), "", self.today()) if self._finder else []

    def due(self) -> int:
        """How many tasks of the agent and the team are due today."""
        from model import worklist

        return worklist.due(self.register, self._who(), self._tomorrow(), self.now())

    def tasks(self) -> tuple[DueTask, ...]:
        """What the agent and the team have to do today and in the week to come."""
        from model import worklist

        return worklist.tasks(self.register, self._who(), self._tomorrow() + timedelta(days=7), self.now())

    def take_next(self, passed: Collection[int]) -> DueTask | None:
        """The next task that is due now, taken by the agent; `passed` are those that were not done.

        Raises:
            Busy: another process holds the write lock.
        """
        from model import worklist

        return worklist.take_next(self.register, self._who(), self.now(), passed)

    def falling_due(self, after: datetime) -> DueTask | None:
        """The call-back whose time came since a moment, or comes within the minute."""
        from model import worklist

        return worklist.falling_due(self.register, self._who(), after, self.now() + timedelta(minutes=1))

    def cautions(self, customer_id: int) -> list[Caution]:
        """What speaks against ringing a customer now.

        Raises:
            Refused: the server is away, or a setting cannot be read.
        """
        from model import calling

        return calling.cautions(self.register, customer_id, self.now())

    def number(self, text: str) -> int | None:
        """The customer with exactly this number, if it is one customer's."""
        from model.card import customer_id

        try:
            return customer_id(self.register, text)
        except errors.NotFound:
            return None

    def card(self, customer_id: int) -> Card:
        """The card of a customer; that it was seen is logged by `log_views`.

        Raises:
            NotFound: no such customer.
            Unreachable: the server is away.
        """
        from model.card import read_card
        from tui import preferring

        card = read_card(self.register, customer_id, self.today())
        self._recent = (customer_id, *(id_ for id_ in self._recent if id_ != customer_id))[: preferring.RECENT]
        self._views.append((customer_id, self.now()))
        return card

    def again(self, customer_id: int) -> Card:
        """The same card as it is now."""
        from model.card import read_card

        return read_card(self.register, customer_id, self.today())

    def unmasked(self, customer_id: int) -> Card:
        """The card with its protected address; logged before it is shown."""
        from model import desk
        from model.card import read_card

        desk.viewed(self.register, customer_id, agent=self._who(), now=self.now(), unmasked=True)
        return read_card(self.register, customer_id, self.today(), unmask=True)

    def log_views(self) -> None:
        """Log which cards were seen. While an import holds the lock they wait; the cards themselves never do."""
        from model import desk

        with self._logging:
            while self._views:
                customer_id, at = self._views[0]
                try:
                    desk.viewed(self.register, customer_id, agent=self._who(), now=at)
                except errors.Refused:
                    return
                self._views.popleft()

    def letter(self, customer_id: int, number: str) -> Path:
        """Write the letter of an agreement into the agent's folder; the page's path.

        Raises:
            Refused: there is no such agreement, or the file cannot be written.
        """
        from tui import lettering

        return lettering.to_folder(self.register, customer_id, number, agent=self._who(), now=self.now())

    def history(self, customer_id: int, which: str, cursor: HistoryCursor | None) -> HistoryPage:
        """A page of history."""
        from model.history import history

        return history(self.register, customer_id, self.today(), which, cursor)

    def reasons(self, customer_id: int) -> tuple[Reasons, ...]:
        """Why each figure of a card is what it is."""
        from model import reasons

        return reasons.reasons(self.register, customer_id, self.today())

    def foresee(self, proposal: Proposal) -> Foreseen:
        """What a proposal would do; nothing of it stays.

        Raises:
            Refused: it cannot be done as it is.
        """
        from model import foresight

        return foresight.foresee(self.register, [proposal], agent=self._who(), now=self.now())

    def unconfirmed(self, customer_id: int) -> tuple[Unconfirmed, ...]:
        """What may have interrupted limitation and waits for a person's word."""
        from model import limits

        return limits.unconfirmed(self.register, customer_id)

    def do(self, *proposals: Proposal) -> Card:
        """Record what the agent proposes, all of it or nothing; the card as it is then.

        Raises:
            Refused: in words that the agent can act on; nothing was recorded.
        """
        from model import desk

        return desk.do_all(self.register, proposals, agent=self._who(), now=self.now())

    def ask_approval(self, proposal: Proposal, beside: Sequence[Proposal], reason: str) -> int:
        """Ask somebody who may grant it for an act, and for what goes with it; the number of the request.

        Raises:
            Refused: it could not be asked for.
        """
        from model import approvals

        who = self._who()
        return approvals.ask(self.register, proposal, agent=who, now=self.now(), reason=reason, beside=beside)

    def waiting_approvals(self) -> tuple[Waiting, ...]:
        """What others asked for and the agent may decide on, the oldest first."""
        from model import approvals

        return approvals.waiting(self.register)

    def approvals_due(self) -> int:
        """How many requests of others wait; none for who does not supervise."""
        from model import approvals

        return approvals.count(self.register, self._who())

    def rehearse_approval(self, number: int) -> tuple[Card, Foreseen]:
        """What granting a request would do: the card as it is, and what comes of it.

        Raises:
            Refused: it cannot be granted, or not by this agent.
        """
        from model import approvals

        return approvals.rehearse(self.register, number, agent=self._who(), now=self.now())

    def decide(self, number: int, *, granted: bool) -> Card:
        """Grant or refuse a request; the card as it is then.

        Raises:
            Refused: it cannot be granted, or not by this agent; it waits as before.
        """
        from model import approvals

        return approvals.decide(self.register, number, granted=granted, agent=self._who(), now=self.now())

    def last_act(self, customer_id: int) -> Latest:
        """The agent's own last act on a customer, which `undo` would take back.

        Raises:
            NotFound: there is none.
        """
        from model import undo

        return undo.latest(self.register, customer_id, agent=self._who())

    def undo(self, customer_id: int) -> Undone:
        """Take back the agent's own last act on a customer.

        Raises:
            Refused: there is none, or it cannot be taken back; the message says why.
        """
        from model import undo

        return undo.undo(self.register, customer_id, agent=self._who(), now=self.now())

    def close(self) -> None:
        """Let go of everything; drafts that are still kept are offered to the agent's next desk."""
        if self.drafts:
            self.drafts.close()
        if self._searching:
            self._searching.close()
        if self._finder:
            self._finder.close()
        if self._register:
            self._register.close()

    def _tomorrow(self) -> datetime:
        from tui import preferring

        return preferring.tomorrow(self.today(), self.zone)

    def _prefer(self) -> Prefer:
        """Whom the agent most likely means: asked of nobody, since keys wait for it."""
        from tui import preferring

        return preferring.prefer(self._recent, self.today(), self.zone)

    def _who(self) -> AgentInfo:
        if self.agent is None:
            raise errors.Unreachable("the register is still being opened")
        return self.agent
