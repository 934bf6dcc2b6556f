"""What commands print: long tables page by page, and how far long work has come."""

import io
import sys

from tui import output


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_long_work_shows_a_bar_that_fills_on_a_terminal(monkeypatch):
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with output.progress("indexed") as told:
        assert told is not None
        for done in (0, 1_000_000, 2_000_000):
            told(done, 2_000_000)
    empty, half, full, wiped = screen.getvalue().split("\r")[1:5]
    assert empty.rstrip() == f"[{'.' * 30}]   0 %  indexed:  0 of 2.000.000"
    assert half.startswith(f"[{'#' * 15}{'.' * 15}]  50 %")
    assert full.startswith(f"[{'#' * 30}] 100 %")
    assert not wiped.strip()


def test_long_work_says_nothing_into_a_file():
    with output.progress("indexed") as told:
        assert told is None


def test_a_table_of_many_pages_has_all_its_lines_and_columns_never_get_narrower(capsys, monkeypatch):
    monkeypatch.setattr(output, "_PAGE", 2)
    output.table((row for row in [("a", "1,00"), ("bb", "2,00"), ("c", "3.000,00"), ("d", "4,00"), ("e", "5,00")]), [1])
    assert capsys.readouterr().out.splitlines() == [
        "a   1,00",
        "bb  2,00",
        "c   3.000,00",
        "d       4,00",
        "e       5,00",
    ]


def test_a_list_written_while_it_comes_is_json(capsys):
    for values in ([], [1], [{"a": "å"}, 2]):
        output.dump_each(iter(values))
    assert capsys.readouterr().out == '[]\n[1]\n[{"a": "å"}, 2]\n'
