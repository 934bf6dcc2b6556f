"""Notes on the customer: pinned ones first."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from model.records import Card, NoteInfo
from tui.widgets.lines import Line, wrap
from tui.widgets.pane import Pane
from tui.wording import _, day_seen_from


class Notes(Pane):
    """What agents wrote, in full, newest first; what is pinned stands above with a !."""

    def __init__(self, *, id: str) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self._card: Card | None = None
        self.zone: ZoneInfo | None = None

    def title(self) -> Line:
        """The name of this part."""
        return ((_("Notes"), "title"),)

    def tell(self, card: Card | None, zone: ZoneInfo | None = None) -> None:
        """Draw those of a card; `zone` is the register's, whose day a note carries."""
        self._card, self.zone = card, zone
        self.resized()

    def resized(self) -> None:
        """Wrap for the width."""
        if self._card:
            self.fill(note_lines(self._card.notes, self._card.as_of, self.size.width or 32, self.zone))


def note_lines(notes: tuple[NoteInfo, ...], today: date, width: int, zone: ZoneInfo | None) -> list[Line]:
    """Each note in full, on as many lines as it needs."""
    lines: list[Line] = []
    for note in notes:
        when = day_seen_from(note.at.astimezone(zone).date(), today)
        head: Line = ((" ! ", "alert"),) if note.pinned else ((f" {when} ", "muted"), (f"{note.agent}: ", "key"))
        used = sum(len(text) for text, _style in head)
        hang = 3 if note.pinned else 7
        text = note.text + (f" ({note.agent}, {when})" if note.pinned else "")
        first, *more = wrap(text, width - used - 1, width - hang - 1)
        style = "strong" if note.pinned else ""
        lines.append((*head, (first, style)))
        lines += [((" " * hang, ""), (line, style)) for line in more]
    return lines or [((" " + _("no notes"), "muted"),)]
