"""What the forms share: labelled lines, and one way to read, draw, keep and record what stands in them.

A form is a pure function from what stands in its fields to a `Reading`: the proposal, or what is wrong with which
field. All else (keys, drawing, drafts) is here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.css.query import NoMatches
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tui.widgets.controls import Choice, OneLine, Ticks, letters
from tui.wording import _

IN_SIGHT = 7
"""Lines of the desk above a form: the finder, who it is, and what is to collect."""

_AROUND = 4  # title, effect (two lines), hints

Made = TypeVar("Made")


Control = OneLine | Choice | Ticks


class Field(Vertical):
    """A labelled line of a form: its controls, what was understood of them, and what is wrong with them beneath."""

    DEFAULT_CSS = """
    Field { height: auto; width: 100%; }
    Field > Horizontal { height: auto; width: 100%; }
    Field .label { width: 13; }
    Field.-here .label { text-style: bold underline; }
    Field .between { width: auto; padding: 0 1; }
    Field .says { width: auto; height: 1; padding: 0 0 0 1; }
    Field .wrong { width: 100%; padding: 0 0 0 13; color: $text-error; text-style: bold; display: none; }
    """

    def __init__(self, label: str, *controls: Control, between: str = "") -> None:
        super().__init__()
        self.label = label
        self.controls = controls
        self.between = between

    def compose(self) -> ComposeResult:
        """Label, controls, and how they were understood; beneath, what is wrong."""
        with Horizontal():
            yield Static(self.label, classes="label", markup=False)
            for at, control in enumerate(self.controls):
                if at:
                    yield Static(self.between, classes="between", markup=False)
                yield control
            yield Static("", classes="says", markup=False)
        yield Static("", classes="wrong", markup=False)

    def tell(self, says: Mapping[str, str], wrong: Mapping[str, str]) -> None:
        """Show what was understood of these controls and what is wrong with them."""
        ids = [control.id or "" for control in self.controls]
        error = " · ".join(wrong[id_] for id_ in ids if id_ in wrong)
        write(self.query_one(".says", Static), " ".join(says[id_] for id_ in ids if says.get(id_)))
        below = self.query_one(".wrong", Static)
        write(below, f"! {error}" if error else "")
        below.display = bool(error)


def write(where: Static, words: str) -> None:
    """Write a text, where it is another one: a text laid out anew paints the screen anew."""
    words = "\n".join(letters(line) for line in words.split("\n"))
    if str(where.content) != words:
        where.update(Content(words))


@dataclass(frozen=True, slots=True)
class Reading(Generic[Made]):
    """How a form's fields read: what they make, or what is wrong with which field, in words."""

    made: Made | None = None
    wrong: Mapping[str, str] = field(default_factory=dict)
    says: Mapping[str, str] = field(default_factory=dict)  # beside a field: how it was understood
    effect: str = ""  # what Enter will do
    beyond: str = ""  # why that is not the agent's to grant alone


def _keep_nothing(body: dict[str, str]) -> None:
    """Where nobody keeps drafts."""


@dataclass(frozen=True, slots=True)
class Resume:
    """How a form is taken up again: what was typed in it before, who keeps what is typed, what is to be said first."""

    draft: Mapping[str, str] = field(default_factory=dict)
    keep: Callable[[dict[str, str]], None] = _keep_nothing
    notice: str = ""  # e.g. that the account changed meanwhile


class Form(ModalScreen[Made | None]):
    """A form over the lower part of the desk: Enter records when all is right, Escape goes back and keeps the draft."""

    BINDINGS: ClassVar = [
        Binding("enter", "record", show=False),
        Binding("escape", "back", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]
    DEFAULT_CSS = """
    Form { align: left bottom; background: transparent; overflow: hidden; }
    Form #form-panel { height: auto; width: 100%; background: $surface; }
    Form .title { height: 1; width: 100%; text-style: bold; text-wrap: nowrap; text-overflow: clip; }
    Form #form-notice { height: auto; max-height: 2; padding: 0 1; text-style: bold; display: none; }
    Form #form-fields { height: auto; padding: 0 1; scrollbar-size-vertical: 1; }
    Form #form-effect { height: 2; padding: 0 1; text-style: bold; }
    Form .hints { width: 100%; height: 1; padding: 0 1; }
    """

    def __init__(self, title: str, resume: Resume | None = None) -> None:
        super().__init__()
        self.form_title = letters(title)
        self.resume = resume or Resume()
        self._preset: dict[str, str] = {}
        self._told: set[str] = set()
        self._over = False

    def fields(self) -> ComposeResult:
        """The fields, from top to bottom; the first to type in may be named by `first_focus`."""
        raise NotImplementedError

    def read(self, values: Mapping[str, str]) -> Reading[Made]:
        """How these values read. Pure: the same values read the same."""
        raise NotImplementedError

    def first_focus(self) -> str:
        """The id of the control to begin in; "" for the first."""
        return ""

    def follow(self, changed: str) -> None:
        """Let untouched fields follow one that changed."""

    def draw(self, reading: Reading[Made], told: Mapping[str, str]) -> None:
        """Draw what only this form shows; `told` is wrong and already said beneath its field."""

    def compose(self) -> ComposeResult:
        """Title, fields, what Enter will do, keys."""
        with Vertical(id="form-panel"):
            yield Static(f"── {self.form_title} {'─' * 300}", classes="title", markup=False)
            yield Static(self.resume.notice, id="form-notice", markup=False)
            yield from self.body()
            yield Static("", id="form-effect", markup=False)
            yield Static(self.hints(), classes="hints", markup=False)

    def body(self) -> ComposeResult:
        """Where the fields stand: one beneath the other, scrolled where the window is too low."""
        with VerticalScroll(id="form-fields", can_focus=False):
            yield from self.fields()

    def hints(self) -> str:
        """The keys of this form."""
        return _("Enter record  Tab next  arrows or first letter choose  Esc back, kept as draft")

    def on_mount(self) -> None:
        """Take up the draft, draw, and begin in the first field."""
        self.query_one("#form-notice").display = bool(self.resume.notice)
        self._preset = self.values()
        for name, value in self.resume.draft.items():
            self.put(name, value)
        self.redraw()
        if self.first_focus():
            self.set_focus(self.control(self.first_focus()))

    def on_resize(self) -> None:
        """Leave the desk's upper lines in sight."""
        self.fit(max(self.size.height - IN_SIGHT - _AROUND - (2 if self.resume.notice else 0), 4))

    def fit(self, room: int) -> None:
        """Fit the fields into so many lines."""
        self.query_one("#form-fields").styles.max_height = room

    def controls(self) -> Iterator[Control]:
        """Every control, from top to bottom."""
        for line in self.query(Field):
            yield from line.controls

    def control(self, name: str) -> Control:
        """The control with an id.

        Raises:
            NoMatches: there is none.
        """
        for control in self.controls():
            if control.id == name:
                return control
        raise NoMatches(name)

    def values(self) -> dict[str, str]:
        """What stands in the fields."""
        return {control.id or "": control.value for control in self.controls()}

    def put(self, name: str, value: str) -> None:
        """Write into a field, where this form has it."""
        for control in self.controls():
            if control.id == name and control.value != value:
                control.value = value

    def preset(self, name: str, value: str) -> None:
        """Write into a field that the agent has not touched."""
        if self.control(name).value == self._preset.get(name, ""):
            self._preset[name] = value
            self.put(name, value)

    def touched(self) -> dict[str, str]:
        """What the agent put in: values other than those offered."""
        return {name: value for name, value in self.values().items() if value != self._preset.get(name, "")}

    def on_input_changed(self, event: Input.Changed) -> None:
        """Read anew."""
        self._changed(event.input.id or "")

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Read anew."""
        self._changed(event.choice.id or "")

    def on_ticks_changed(self, event: Ticks.Changed) -> None:
        """Read anew."""
        self._changed(event.ticks.id or "")

    def on_input_submitted(self) -> None:
        """Enter in a line records, as everywhere in a form."""
        self.action_record()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Mark the field one is in."""
        for line in self.query(Field):
            line.set_class(event.widget in line.controls, "-here")

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """A field that was left is told what is wrong with it."""
        if event.widget.id and getattr(event.widget, "value", ""):
            self._told.add(event.widget.id)
            self.redraw()

    def action_record(self) -> None:
        """Hand over what the form makes, or go to the first field that is wrong."""
        if self._over:
            return
        reading = self.read(self.values())
        if reading.made is not None:
            self.finish(reading)
            return
        self._told |= set(reading.wrong)
        self.redraw()
        for control in self.controls():
            if control.id in reading.wrong:
                self.set_focus(control)
                return

    def finish(self, reading: Reading[Made]) -> None:
        """Go away with what the form makes."""
        self._over = True
        self.dismiss(reading.made)

    def action_back(self) -> None:
        """Go back; what was typed stays in the draft."""
        if not self._over:
            self._over = True
            self.dismiss(None)

    def _changed(self, name: str) -> None:
        if not self.is_mounted or self._over:
            return
        self.follow(name)
        self.resume.keep(self.touched())
        self.redraw()

    def redraw(self) -> None:
        """Read the fields anew, and draw what comes of them."""
        reading = self.read(self.values())
        self._told &= set(reading.wrong)
        told = {name: words for name, words in reading.wrong.items() if name in self._told}
        for line in self.query(Field):
            line.tell(reading.says, told)
        words = f"= {reading.effect}" if reading.effect else ""
        if reading.beyond:
            words = _("! Needs approval: {why} · {effect}").format(why=reading.beyond, effect=reading.effect)
        write(self.query_one("#form-effect", Static), words)
        self.draw(reading, told)
