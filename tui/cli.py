"""The command line: plain on a terminal, `--json` for programs. Errors go to stderr, with exit status 2.

Only what a command needs is imported when it runs: the desk must be on the screen before the ORM is loaded.
"""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from model import errors
from tui import given, memory, place
from tui.argv import command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from model.store import Register
    from tui.acts import Builder


_OPTIONS = {"entry_ids": "--invoice", "to_customer_id": "--to", "interruption_id": "--confirm"}
"""How a script says what an act calls by another name."""


def run(argv: Sequence[str]) -> int:
    """Run one command; returns the exit status.

    0 done, 1 `check` found differences or `pop` no desk, 2 refused, 3 `say` asks.
    """
    args = build_parser(only=command(argv)).parse_args(argv)
    run_command: Callable[[argparse.Namespace], int] = args.command
    try:
        return run_command(args)
    except errors.Invalid as error:
        words = f"{_OPTIONS[error.field]}: {error.message}" if error.field in _OPTIONS else str(error)
        print(f"kartotek: {words}", file=sys.stderr)
        return 2
    except errors.Refused as error:
        print(f"kartotek: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def build_parser(*, only: str | None = None) -> argparse.ArgumentParser:
    """Every command with its options; or `only` one that somebody waits for, the desk ("") or `pop`.

    The arguments of all the others take longer to make than a paint, and leave half a megabyte at every desk.
    """
    common = _common(argparse.SUPPRESS)  # said before the command or after it; what is not said after leaves the former
    parser = argparse.ArgumentParser(
        prog="kartotek",
        parents=[_common(None)],
        description="A desk for agents with a debtor on the phone. Alone: opens it.",
    )
    parser.add_argument("--version", action="store_true", help="print the version")
    parser.set_defaults(command=_desk)
    if only == "":
        return parser
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def add(name: str, action: Callable[[argparse.Namespace], int], help_: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, parents=[common], help=help_, description=help_)
        sub.set_defaults(command=action)
        return sub

    if only == "pop":
        _add_pop(add)
        return parser
    demo = add("demo", _demo, "open the desk on a made register")
    demo.add_argument("--new", action="store_true", help="make the register anew, as of today")
    generate = add("generate", _generate, "fill an empty register with made customers")
    generate.add_argument("--customers", type=given.count, required=True, metavar="N")
    generate.add_argument(
        "--seed", type=given.whole, default=1, metavar="S", help="the same seed makes the same register"
    )
    importing = add("import", _import, "bring in files: SAF-T Financial (Norway), CSV, XLSX")
    importing.add_argument("files", nargs="+", metavar="FILE")
    importing.add_argument("--profile", metavar="P", help="a saved profile of columns, by name or path")
    importing.add_argument("--dates", choices=("dmy", "mdy", "ymd"), help="the order of day, month and year")
    importing.add_argument("--currency", metavar="C", help="the currency where the file names none")
    importing.add_argument("--creditor", metavar="CODE", help="whose claims, where the file does not say")
    importing.add_argument("--dry-run", action="store_true", help="tell what would happen, change nothing")
    find = add("find", _find, "look customers up")
    find.add_argument("text", nargs="*", metavar="TEXT")
    find.add_argument("--stdin", action="store_true", help="a query a line from standard input (with --json)")
    find.add_argument("--limit", type=given.count, default=10, metavar="N")
    show = add("show", _show, "one customer's card, with all history")
    show.add_argument("number", metavar="NUMBER")
    ageing = add("ageing", _ageing, "what is owed, by how long it is overdue")
    ageing.add_argument("--as-of", type=given.day, metavar="DATE", help="as it was on a day: YYYY-MM-DD (else today)")
    ageing.add_argument("--by", choices=["customer", "category", "team", "creditor"], help="a row for each of these")
    ageing.add_argument("--edges", type=given.edges, default=(30, 60, 90), metavar="DAYS", help="such as 30,60,90")
    ageing.add_argument("--known-on", type=given.day, metavar="DATE", help="leave out what was booked after that day")
    conduct = add("behaviour", _behaviour, "how customers pay: their risk classes, what each owes, and why")
    conduct.add_argument("--as-of", type=given.day, metavar="DATE", help="as it was on a day: YYYY-MM-DD (else today)")
    conduct.add_argument(
        "--by", choices=["customer", "category", "team", "creditor"], help="a row for each of these; customers with why"
    )
    conduct.add_argument("--risk", choices=["high", "medium", "low", "unknown"], help="this class only")
    _add_pop(add)
    _add_acts(add)
    _add_files(add)
    add("host", _host, "keep the program loaded for all desks of this machine: they start at once and share its memory")
    add("check", _check, "recompute every balance and cached figure, and name differences (exit status 1)")
    add("reindex", _reindex, "rebuild the lookup's index")
    add("migrate", _migrate, "bring the register to this version")
    for sub in (importing, find, show, ageing, conduct, *(commands.choices[n] for n in ("check", "generate"))):
        sub.add_argument("--json", action="store_true", help="for programs: amounts are strings with two decimals")
    return parser


def _add_pop(add: Callable[..., argparse.ArgumentParser]) -> None:
    """What telephone systems call."""
    pop = add("pop", _pop, "show a caller on the agent's running desk (for telephone systems; exit status 1: no desk)")
    pop.add_argument("phone", metavar="NUMBER", help="the caller's telephone number")
    pop.add_argument("--agent", metavar="LOGIN", help="whose desk (else KARTOTEK_AGENT, else the system's user)")


def _common(default: str | None) -> argparse.ArgumentParser:
    """The options of every command."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--register",
        metavar="PATH|URL",
        default=default,
        help="an SQLite file or postgresql://... (else KARTOTEK_REGISTER, else the platform's data folder)",
    )
    common.add_argument("--today", metavar="DATE", type=given.day, default=default, help="fix the day: YYYY-MM-DD")
    return common


def _add_acts(add: Callable[..., argparse.ArgumentParser]) -> None:
    """What the desk does, for scripts."""
    from tui import acts, book_args

    for name, (build, help_, arguments) in acts.ACTS.items():
        sub = add(name, partial(_act, build), help_)
        sub.add_argument("number", metavar="NUMBER", help="the customer's number")
        for flags, options in arguments:
            sub.add_argument(*flags, **options)
        sub.add_argument("--json", action="store_true", help="print the card afterwards, as `show --json` does")
    say = add(
        "say", _say, "record what is written as in the desk's entry line (exit status 3: it asks, nothing is done)"
    )
    say.add_argument("number", metavar="NUMBER", help="the customer's number")
    say.add_argument("text", nargs="+", metavar="TEXT", help="what the customer says: lovede 500 fredag")
    say.add_argument("--dry-run", action="store_true", help="tell what would happen, record nothing")
    say.add_argument(
        "--choose", type=given.whole, action="append", default=[], metavar="N", help="the answer to its question"
    )
    say.add_argument("--json", action="store_true", help="for programs: acts, question, effect, reading")
    book_args.add_to(add, lambda function: partial(_books, function))


def _add_files(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Letters and settings."""
    letter = add("letter", _letter, "write the letter that confirms an agreement (else on the standard output)")
    letter.add_argument("number", metavar="NUMBER", help="the customer's number")
    letter.add_argument("agreement", metavar="AGREEMENT", help="its number, such as A-17")
    letter.add_argument("--html", metavar="FILE", help="as a page that any browser prints or saves as PDF")
    letter.add_argument("--text", metavar="FILE", help="as plain text")
    letter.add_argument("--with-address", action="store_true", help="print a protected address too; that is logged")
    setting = add("settings", _settings, "tell the settings of the register, or set one")
    setting.add_argument("name", nargs="?", metavar="NAME", help="else all are told")
    setting.add_argument("value", nargs="?", metavar="VALUE", help='"" goes back to the default')


@contextmanager
def open_both(args: argparse.Namespace, *, migrate: bool = False) -> Iterator[Register]:
    """The register with the lookup's index hung on it."""
    from model.store import open_register
    from search import index

    register = open_register(place.register_target(args.register), migrate=migrate)
    try:
        index.attach(register)
        yield register
    finally:
        register.close()


def moment(args: argparse.Namespace, register: Register) -> datetime:
    """Now; with `--today`, this time of day on that day."""
    now = datetime.now(UTC)
    if args.today is None:
        return now
    zone = register.zone()
    return datetime.combine(args.today, now.astimezone(zone).timetz())


def _books(function: str, args: argparse.Namespace) -> int:
    from tui import books

    with open_both(args) as register:
        run: Callable[..., int] = getattr(books, function)
        return run(register, args, moment(args, register))


def _say(args: argparse.Namespace) -> int:
    from tui import say

    with open_both(args) as register:
        return say.run(register, args, moment(args, register))


def _desk(args: argparse.Namespace) -> int:
    if args.version:
        from importlib.metadata import version

        print(f"kartotek {version('kartotek')}")
        return 0
    return _open_desk(place.register_target(args.register), args.today)


def _open_desk(target: str, today: date | None, *, demo: bool = False) -> int:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        message = "the desk needs a terminal; for scripts: kartotek --help"
        raise errors.Refused(message)
    memory.before_opening()
    from tui.app import run_desk

    return run_desk(target, login=place.login(), today=today, demo=demo)


def _host(_: argparse.Namespace) -> int:
    if sys.platform != "linux":
        raise errors.Refused("a host needs Linux: nothing else tells it so surely who asks for a desk")
    from tui import host

    memory.before_opening()
    host.serve()


def _demo(args: argparse.Namespace) -> int:
    target = args.register or place.demo_target()
    path = None if "://" in target else Path(target)
    if path is None or args.new or not path.exists():
        print("Making a register of 2,000 customers ...", file=sys.stderr)
        # Made beside its place, so that one that was interrupted is never taken for whole.
        making = path and path.with_name(f"{path.name}.making")
        for leftover in (*_files(making), *_files(path)) if making else ():
            leftover.unlink(missing_ok=True)
        args.register, args.customers, args.seed, args.json = str(making or target), 2000, 1, False
        _generate(args)
        if making:
            making.replace(target)
    return _open_desk(target, args.today, demo=True)


def _files(path: Path | None) -> Iterable[Path]:
    """A register's file and those that SQLite and the desk keep beside it."""
    return [path.with_name(path.name + suffix) for suffix in ("", "-wal", "-shm", ".drafts")] if path else []


def _generate(args: argparse.Namespace) -> int:
    from model.generate import generate
    from search.index import settle
    from tui import output

    with open_both(args) as register:
        now = moment(args, register)
        with output.progress("made") as told:
            counts = generate(
                register, customers=args.customers, seed=args.seed, today=register.today(now), now=now, progress=told
            )
            with suppress(errors.Busy):  # the customers are there; another writes meanwhile
                settle(register)
        output.counts(counts, json=args.json)
        return 0


def _import(args: argparse.Namespace) -> int:
    from tui import importing

    with open_both(args) as register:
        return importing.run(register, args, now=moment(args, register), login=place.login())


def _find(args: argparse.Namespace) -> int:
    from tui import finding

    with open_both(args) as register:
        return finding.run(register, args, now=moment(args, register), login=place.login())


def _pop(args: argparse.Namespace) -> int:
    from tui import ringing

    login = args.agent or place.login()
    if ringing.put_through(place.register_target(args.register), args.phone, login):
        return 0
    print(f"kartotek: no desk of {login} runs on this register", file=sys.stderr)
    return 1


def _show(args: argparse.Namespace) -> int:
    from model import card
    from tui import output

    with open_both(args) as register:
        today = register.today(moment(args, register))
        shown = card.read_card(register, card.customer_id(register, args.number), today)
        output.card(register, shown, json=args.json)
        return 0


def _ageing(args: argparse.Namespace) -> int:
    from model import report
    from tui import output

    with open_both(args) as register:
        day = args.as_of or register.today(moment(args, register))
        by = report.By(args.by) if args.by else None
        rows = report.ageing(register, day, by=by, edges=args.edges, known_on=args.known_on)
        output.ageing(rows, grouped=by is not None, json=args.json)
        return 0


def _behaviour(args: argparse.Namespace) -> int:
    from model import report
    from model.rules.behaviour import Risk
    from tui import output

    with open_both(args) as register:
        day = args.as_of or register.today(moment(args, register))
        by = report.By(args.by) if args.by else None
        only = Risk(args.risk) if args.risk else None
        output.behaviour(report.behaviour(register, day, by=by, only=only), by=by, json=args.json)
        return 0


def _act(build: Builder, args: argparse.Namespace) -> int:
    from model import authority, card, desk
    from tui import output
    from tui.recorded import recorded

    with open_both(args) as register:
        now = moment(args, register)
        agent = authority.who(register, place.login(), now)
        before = card.read_card(register, card.customer_id(register, args.number), register.today(now))
        act = build(args, before, now)
        after = desk.do(register, act, agent=agent, now=now)
        if args.json:
            output.card(register, after, json=True)
        else:
            print(recorded(act, before))
        return 0


def _letter(args: argparse.Namespace) -> int:
    from tui import lettering

    with open_both(args) as register:
        return lettering.run(register, args, moment(args, register))


def _settings(args: argparse.Namespace) -> int:
    from model import authority, settings

    with open_both(args) as register:
        if args.value is not None:
            now = moment(args, register)
            agent = authority.who(register, place.login(), now)
            settings.change(register, args.name, args.value, agent=agent, now=now)
            return 0
        found = settings.settings(register)
        if args.name is None:
            for name, value in found.items():
                print(f"{name} = {value}" if value else f"{name} (default): {settings.MEANINGS[name]}")
        elif args.name in found:
            print(found[args.name])
        else:
            raise errors.Invalid("name", f"there is no setting {args.name!r}; there are: {', '.join(found)}", args.name)
        return 0


def _check(args: argparse.Namespace) -> int:
    from model.check import check
    from search import index
    from tui import output

    with open_both(args) as register:
        return output.differences(list(check(register)), list(index.differences(register)), json=args.json)


def _reindex(args: argparse.Namespace) -> int:
    from search import index
    from tui import output

    with open_both(args) as register:
        with output.progress("indexed") as told:
            index.reindex(register, told)
        return 0


def _migrate(args: argparse.Namespace) -> int:
    from model.store import SCHEMA

    with open_both(args, migrate=True):
        print(f"the register has version {SCHEMA}")
    return 0
