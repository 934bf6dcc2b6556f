"""The texts of the desk can be translated: all of them are in the template, and what is compiled is spoken."""

import gettext
from pathlib import Path

from babel.messages import extract, mofile, pofile
from babel.messages.catalog import Catalog

from model.kinds import EntryKind
from model.rules.allocation import Part
from model.rules.behaviour import Risk
from model.rules.explain import Say
from model.rules.limitation import What
from tui.wording import words

TUI = Path(__file__).parents[2] / "tui"


def test_every_text_of_the_desk_is_in_the_template():
    with (TUI / "locale" / "kartotek.pot").open("rb") as file:
        template = pofile.read_po(file)
    keywords = extract.DEFAULT_KEYWORDS | {"counted": (1, 2)}
    missing = [
        (path, message)
        for path, _line, message, _comments, _context in extract.extract_from_dir(
            TUI, method_map=[("**.py", "python")], keywords=keywords
        )
        if message not in template
    ]
    assert missing == [], "run `make texts`"


def test_every_sentence_of_the_rules_can_be_translated_and_so_can_the_words_in_it():
    with (TUI / "locale" / "kartotek.pot").open("rb") as file:
        template = pofile.read_po(file)
    assert [say.name for say in Say if say.value not in template] == [], "run `make texts`"
    told = {*EntryKind, *Part, *What, *Risk}
    assert told - words().keys() == set(), "these would be read aloud as the register writes them"


def test_a_compiled_translation_is_spoken(tmp_path):
    folder = tmp_path / "da" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalog = Catalog(locale="da")
    catalog.add("Promise", "Løfte")
    catalog.add(("{count} paid", "{count} paid"), ("{count} betalt", "{count} betalte"))
    with (folder / "kartotek.mo").open("wb") as file:
        mofile.write_mo(file, catalog)
    texts = gettext.translation("kartotek", tmp_path, ["da"])
    assert texts.gettext("Promise") == "Løfte"
    assert texts.ngettext("{count} paid", "{count} paid", 2) == "{count} betalte"
