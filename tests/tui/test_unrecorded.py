"""What is typed and not recorded."""

from datetime import UTC, datetime

from model.drafts import Offered
from tests.tui.doubles import KeptDrafts
from tui.unrecorded import Unrecorded

AT = datetime(2026, 11, 22, 13, tzinfo=UTC)


def test_only_what_changed_is_written():
    drafts, held = KeptDrafts(), Unrecorded()
    held.keep("entry", 7, {"text": "a"})
    held.flush(drafts)  # type: ignore[arg-type]
    assert drafts.kept == {"entry:7": {"text": "a"}}
    drafts.kept.clear()
    held.keep("entry", 7, {"text": "a"})
    held.flush(drafts)  # type: ignore[arg-type]
    assert drafts.kept == {}
    assert not held.changed


def test_what_is_recorded_is_forgotten():
    drafts, held = KeptDrafts(), Unrecorded()
    held.keep("entry", 7, {"text": "a"})
    held.flush(drafts)  # type: ignore[arg-type]
    held.keep("entry", 7, None)
    held.flush(drafts)  # type: ignore[arg-type]
    assert drafts.kept == {}
    assert held.body("entry", 7) == {}


def test_until_the_drafts_are_open_everything_waits():
    held, drafts = Unrecorded(), KeptDrafts()
    held.keep("call", 7, {"phone": "1"})
    held.flush(None)
    assert held.changed
    held.flush(drafts)  # type: ignore[arg-type]
    assert drafts.kept == {"call:7": {"phone": "1"}}


def test_what_is_typed_here_goes_before_what_another_desk_left():
    held = Unrecorded()
    held.keep("entry", 7, {"text": "mine"})
    drafts = KeptDrafts([Offered("entry:7", {"text": "theirs"}, AT, "x"), Offered("entry:8", {"text": "b"}, AT, "x")])
    held.take_over(drafts)  # type: ignore[arg-type]
    assert held.customers() == {7: {"entry": {"text": "mine"}}, 8: {"entry": {"text": "b"}}}
