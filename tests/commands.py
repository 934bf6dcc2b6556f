"""Commands, run in the process of the test: a start of the program takes longer than most of them."""

import io
import subprocess
from contextlib import redirect_stderr, redirect_stdout

from tui import cli


def kartotek(*words: object) -> subprocess.CompletedProcess[str]:
    """Run a command; what it printed, and its exit status."""
    out, err = io.StringIO(), io.StringIO()
    argv = [str(word) for word in words]
    with redirect_stdout(out), redirect_stderr(err):
        try:
            status = cli.run(argv)
        except SystemExit as error:  # argparse ends the process where a word is unknown
            status = int(str(error.code))
    return subprocess.CompletedProcess(argv, status, out.getvalue(), err.getvalue())
