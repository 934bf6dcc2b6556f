"""The command `kartotek`."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Run the command line; returns the exit status."""
    from tui.argv import command

    argv = sys.argv[1:]
    if sys.platform == "linux" and not command(argv) and sys.stdin.isatty() and sys.stdout.isatty():
        from tui import host

        status = host.desk(argv)
        if status is not None:
            return status
    from tui.cli import run
    from tui.terminal import BY_HANGUP

    status = run(argv)
    if status in BY_HANGUP:
        os._exit(status)  # nobody is left to tidy up for, and tidying takes Python longer than all the rest
    return status


if __name__ == "__main__":
    sys.exit(main())
