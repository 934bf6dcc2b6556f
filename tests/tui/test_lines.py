"""How texts are laid out in lines: nothing wider than its column, no word lost, nothing unprintable."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.widgets.lines import changed_cells, cut, fit, flow, spread, width_of, wrap

TEXTS = st.text(max_size=60)
WIDTHS = st.integers(min_value=0, max_value=40)


@given(TEXTS, WIDTHS, st.booleans())
def test_a_value_fills_its_column_exactly_and_is_printable(text, width, right):
    fitted = fit(text, width, right=right)
    assert cell_len(fitted) == width
    assert fitted.isprintable()


@given(TEXTS, st.integers(min_value=4, max_value=40), st.integers(min_value=4, max_value=40))
def test_wrapped_lines_keep_their_widths_and_every_letter(text, first, rest):
    lines = wrap(text, first, rest)
    assert cell_len(lines[0]) <= first
    assert all(cell_len(line) <= rest for line in lines[1:])
    assert "".join("".join(lines).split()) == "".join(wrap(text, 10_000, 10_000)[0].split())


@given(st.lists(TEXTS, max_size=6), st.integers(min_value=1, max_value=40))
def test_parts_flow_onto_lines_that_are_never_too_wide(texts, width):
    assert all(width_of(line) <= width for line in flow([((text, ""),) for text in texts], width))


@given(TEXTS, TEXTS, st.integers(min_value=1, max_value=60))
def test_a_line_with_two_ends_is_as_wide_as_it_may_be_or_loses_its_right_end(left, right, width):
    line = spread(((left, ""),), ((right, ""),), width)
    assert width_of(line) <= width


@given(TEXTS, st.integers(min_value=1, max_value=40))
def test_what_is_cut_off_shows(text, width):
    line = cut(((text, "strong"),), width)
    assert width_of(line) <= width
    assert cell_len(text) <= width or line[-1] == ("…", "muted")


def test_wide_letters_count_for_two():
    assert fit("漢字漢字", 5) == "漢字…"


LINES = st.lists(st.tuples(st.text("abø漢e\u0301…", max_size=6), st.sampled_from(["", "mark", "strong"])), max_size=4)


@given(LINES, LINES)
def test_beyond_the_cells_that_changed_two_lines_are_the_same(old, new):
    begin, end = changed_cells(tuple(old), tuple(new), 40)
    assert cells(old, 40)[:begin] == cells(new, 40)[:begin]
    assert cells(old, 40)[end:] == cells(new, 40)[end:]


def cells(line, width):
    """What stands in each cell, with its style; a letter without a cell of its own belongs to the one before."""
    found: list[tuple[str, str]] = []
    for text, style in line:
        for c in text:
            if cell_len(c):
                found += [(c, style)] + [("", style)] * (cell_len(c) - 1)
            elif found:
                found[-1] = (found[-1][0] + c, style)
    return found + [(" ", "")] * (width - len(found))
