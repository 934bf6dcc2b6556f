"""Painting no more than what changed: at every key Textual asks the whole screen for what it shows."""

from __future__ import annotations

from textual.color import Color
from textual.containers import Horizontal
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Kept(Widget):
    """Gives again what it painted, until something makes Textual paint it anew."""

    _painted: tuple[Region, list[Strip]] | None = None

    def _set_dirty(self, *regions: Region) -> None:
        """Whatever makes Textual paint these parts anew, or all of it: text, size, place."""
        self._painted = None
        super()._set_dirty(*regions)

    def notify_style_update(self) -> None:
        """Other colours."""
        self._painted = None
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """What a part of the widget shows."""
        if self._painted is None or self._painted[0] != crop:
            self._painted = crop, self._drawn(crop)
        return self._painted[1]

    def _drawn(self, crop: Region) -> list[Strip]:
        return super().render_lines(crop)


class Beside(Horizontal, Kept):
    """Widgets beside each other."""


class Rows(Kept):
    """Rows of text, drawn past Textual's cache of styles where they have no border and no padding.

    What it asks about those takes as long as the text does, at every row that changed.
    """

    _behind: Color | None = None

    def notify_style_update(self) -> None:
        """Other colours."""
        self._behind = None
        super().notify_style_update()

    def _drawn(self, crop: Region) -> list[Strip]:
        if self.gutter:
            return super()._drawn(crop)
        rows = [self.render_line(y) for y in crop.line_range]
        if filters := self.get_line_filters():
            behind = self._behind = self._behind or self.background_colors[1]
            for one in filters:
                rows = [row.apply_filter(one, behind) for row in rows]
        whole = crop.column_span == (0, self.size.width)
        return rows if whole else [row.crop(*crop.column_span) for row in rows]
