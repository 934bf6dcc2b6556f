"""Whatever is typed is read without an error and in few steps; what is written out reads back."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import get_args

from hypothesis import example, given, settings
from hypothesis import strategies as st

from model import proposals
from model.proposals import NoteProposal, Proposal
from model.rules.schedule import Frequency
from tests.tui.cards import TODAY
from tests.tui.phrases.brief import MARIE
from tests.tui.phrases.test_phrases import ROWS
from tui.phrases import Reading, as_json, build, completions, read, say
from tui.phrases.grammar import MOST_STEPS, Search, TooMuch
from tui.phrases.lattice import lattice
from tui.phrases.tokens import tokens
from tui.phrases.vocabulary import LANGUAGES, corrected

WORDS = sorted({word for table in LANGUAGES.values() for row in table.values() for word in row.split("|")})
FIGURES = ["500", "1.500", "1500,-", "1/2", "1031", "A-17", "20%", "kl 10", "27/11", "31/2", "6", "x", "+14", ",", "."]
SOUP = st.lists(st.sampled_from(WORDS + FIGURES), max_size=14).map(" ".join)
ANYTHING = st.text(max_size=80) | SOUP | st.text(alphabet="lovebtar 0123456789.,/-+%½\"'!?@kærø", max_size=60)
DAYS = st.dates(TODAY, TODAY + timedelta(days=3000))
ORE = st.integers(1, 220_000).map(lambda ore: Decimal(ore) / 100)


def whole(reading: Reading) -> bool:
    """Acts, or a question whose choices are all readings of the same text; and spans within it."""
    inside = all(0 <= span.start < span.end <= len(reading.text) for span in reading.spans)
    choices = reading.question.choices if reading.question else ()
    acts = all(isinstance(act, get_args(Proposal)) for act in reading.acts)
    return inside and acts and bool(reading.acts) != bool(choices) and all(whole(c.reading) for c in choices)


@settings(max_examples=300, deadline=None)
@given(text=ANYTHING, today=st.dates(date(2020, 1, 1), date(2040, 12, 31)))
@example(text="İ 9" * 40, today=date(2028, 2, 29))
@example(text="29/2", today=date(2027, 3, 1))
@example(text="lovede 99999999999999999999999999 fredag", today=TODAY)
@example(text="lovede 500 om 999 måneder", today=TODAY)
@example(text="500 uge 53 fredag i uge 53", today=TODAY)
@example(text="1/1/0 0000-00-00 31.12.9999", today=TODAY)
@example(text='"""""', today=TODAY)
def test_no_text_is_too_strange(text, today):
    reading = read(text, MARIE, today)
    assert whole(reading) or not text.strip()
    assert reading.text == text
    assert isinstance(reading.sentence, str)
    told = as_json(reading, MARIE)
    assert set(told) == {"acts", "question", "effect", "reading"}
    completions(text, MARIE)


@settings(max_examples=300, deadline=None)
@given(row=st.sampled_from(ROWS), part=st.floats(0, 1))
@example(row={"typed": "kr 1.500 fredag"}, part=0.34)
def test_a_line_is_read_at_every_letter_of_it(row, part):
    text = row["typed"][: round(len(row["typed"]) * part)]
    assert whole(read(text, MARIE, TODAY)) or not text.strip()


@settings(max_examples=200, deadline=None)
@given(text=SOUP)
def test_no_line_of_keywords_takes_many_steps(text):
    search = Search(lattice(text, MARIE, TODAY))
    try:
        for at in range(len(search.lattice.line)):
            search.acts(at)
    except TooMuch:
        pass
    assert search.steps <= MOST_STEPS + 1


def test_what_agents_type_is_read_in_a_fraction_of_the_steps_allowed():
    for row in ROWS:
        search = Search(lattice(row["typed"], MARIE, TODAY))
        for at in range(len(search.lattice.line)):
            search.acts(at)
        assert search.steps < MOST_STEPS / 4, row["typed"]


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=60))
def test_tokens_stand_where_they_were_typed(text):
    found = tokens(text)
    assert all(not text[token.start : token.end].isspace() for token in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert "".join(text.split()) == "".join("".join(text[t.start : t.end].split()) for t in found)


def reads_back(act: Proposal) -> bool:
    reading = read(say(act, MARIE), MARIE, TODAY)
    return reading.acts == (replace(act, typed=reading.text),)


@settings(max_examples=120, deadline=None)
@given(amount=ORE, due=DAYS, items=st.sampled_from([None, (0,), (3,), (0, 3)]))
def test_a_promise_reads_back(amount, due, items):
    chosen = None if items is None else [MARIE.items[at] for at in items]
    most = build.most(MARIE, build.offered(MARIE) if chosen is None else chosen)
    assert reads_back(build.promise(MARIE, min(amount, most), due, chosen))


@settings(max_examples=120, deadline=None)
@given(
    first=DAYS,
    often=st.sampled_from(Frequency),
    count=st.integers(1, 60) | st.none(),
    each=st.integers(50, 3000).map(Decimal),
    down=st.sampled_from([Decimal(0), Decimal(500), Decimal("99.50")]),
    renewed=st.booleans(),
)
def test_an_agreement_reads_back(first, often, count, each, down, renewed):
    terms = build.Terms(
        first,
        often,
        count,
        None if count else each,
        down,
        TODAY if down else None,
        MARIE.agreements[0] if renewed else None,
    )
    try:
        act = build.agreement(MARIE, TODAY, terms)
    except build.Refused:
        return  # a down payment on the first day, or the like: told to whoever says it
    assert reads_back(act)


@settings(max_examples=80, deadline=None)
@given(text=st.text(alphabet="abcæøå 0123456789.,:-", min_size=1, max_size=40).map(str.strip).filter(bool))
def test_free_words_read_back_whatever_stands_in_them(text):
    text = " ".join(text.split())
    dispute = proposals.DisputeProposal(MARIE.customer_id, 1, text.strip(" :-.,"), MARIE.basis)
    assert reads_back(dispute)
    assert reads_back(NoteProposal(MARIE.customer_id, text))


def one_slip(word: str, at: int) -> str:
    at %= len(word) - 1
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


@settings(max_examples=150, deadline=None)
@given(word=st.sampled_from(["lovede", "betaler", "henstand", "telefonsvarer", "utsettelse"]), at=st.integers(0, 20))
def test_two_letters_exchanged_are_forgiven_in_a_keyword(word, at):
    slipped = one_slip(word, at)
    assert corrected(slipped) in {word, ""} or slipped == word


@settings(max_examples=150, deadline=None)
@given(word=st.sampled_from(["ikke", "aldrig", "ingen", "uden", "ikkje", "never", "femten", "tusind", "hundre"]))
@example(word="betalt")
@example(word="betales")
@example(word="laver")
@example(word="lavede")
def test_a_negation_a_number_or_a_tense_is_never_corrected(word):
    assert corrected(word) == ""
    for at in range(len(word) - 1):
        assert corrected(one_slip(word, at)) not in {"ikke", "aldrig", "ingen", "uden", "femten", "hundre"}
