"""Nothing that somebody else wrote reaches the terminal as it came."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.text import plain

NASTY = Path(__file__).parents[2] / "../shared/data/nasty"
FORBIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Control and format characters (bidi overrides among them), halves of characters, private and unknown ones, breaks."""

hard = st.text(
    st.sampled_from("aå e\u0301\u030a\u200d\u202e\u2066\u2028\u00a0\x1b\x9b\x00\n\t\ufeff\ud800[31m ÆØ\u1100\u1161")
)


def assert_plain(text: str, limit: int = 4000) -> None:
    clean = plain(text, limit)
    assert clean.isprintable()
    assert not {unicodedata.category(character) for character in clean} & FORBIDDEN
    assert unicodedata.is_normalized("NFC", clean)
    assert len(clean.splitlines()) <= 1
    assert "  " not in clean
    assert clean == clean.strip()
    assert len(clean) <= limit
    assert plain(clean, limit) == clean


@given(st.text() | hard)
def test_any_text_comes_out_as_one_printable_line(text: str) -> None:
    assert_plain(text)


@given(hard, st.integers(1, 12))
def test_however_short_it_is_cut(text: str, limit: int) -> None:
    assert_plain(text, limit)


@given(st.text(st.characters(categories=["L", "N", "P", "S"])))
def test_letters_digits_and_signs_are_kept(text: str) -> None:
    assert plain(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("hostile", "clean"),
    [
        ("\x1b]0;owned\x07Hansen", "]0;ownedHansen"),
        ("Hansen\x9b31m", "Hansen31m"),
        ("A/S\r\nB/S\tC", "A/S B/S C"),
        ("Hansen\u202egpj.exe\u2066", "Hansengpj.exe"),
        ("a\u200d\u030a", "å"),
        ("Grønt\u00a0Hus\u3000ApS", "Grønt Hus ApS"),
        ("soft\u00adhyphen \ufeffBOM", "softhyphen BOM"),
        ("half \ud83d of a face", "half of a face"),
        (" \u2028 ", ""),
        ("[bold]Hr[/] %s {0} 'x' \\", "[bold]Hr[/] %s {0} 'x' \\"),
    ],
)
def test_hostile_texts_by_example(hostile: str, clean: str) -> None:
    assert plain(hostile) == clean


def test_a_text_of_ten_million_characters_takes_no_longer_than_its_beginning() -> None:
    assert plain("\u202e" * 10_000_000 + "end") == ""
    assert plain("x" * 10_000_000) == "x" * 4000


def test_the_big_list_of_naughty_strings() -> None:
    path = NASTY / "blns.json"
    if not path.exists():
        pytest.skip(f"NOT TESTED: the sample data {path} is not there")
    texts = json.loads(path.read_text("utf-8"))
    assert len(texts) > 400
    for text in texts:
        assert_plain(text)
