"""From a bare home to the desk."""

import subprocess

from tests.terminal.desks import TODAY
from tests.terminal.pty import PROGRAM


def test_demo_makes_a_register_says_so_and_opens_the_desk_and_the_next_time_at_once(terminal, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    env = {"HOME": str(home), "XDG_CACHE_HOME": str(home / ".cache"), "KARTOTEK_AGENT": "mette"}
    desk = terminal([PROGRAM, "--today", TODAY, "demo"], env=env)
    desk.wait_for("Making a register of 2,000 customers")
    desk.wait_for("The made register of the demo: nobody in it exists", patience=120)
    desk.wait_for("Mette")
    desk.type("hansen")
    desk.wait_for(lambda screen: screen.count("Hansen") > 5)
    desk.press("ctrl+q")
    assert desk.wait_exit() == 0

    again = terminal([PROGRAM, "--today", TODAY, "demo"], env=env)
    again.wait_for("Mette")
    assert b"Making" not in again.raw


def test_without_a_terminal_the_desk_says_what_to_do_and_paints_nothing(register):

    ran = subprocess.run(
        [PROGRAM, "--register", register], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert "needs a terminal" in ran.stderr
