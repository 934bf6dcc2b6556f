"""How well and how fast the lookup finds: `python benchmarks/search.py --customers 1000000`; the rest: `--help`."""

from pathlib import Path

if __name__ == "search":
    # A program's own folder comes first where modules are looked for: the other programs here, and this one, mean the
    # package `search` when they import it.
    __path__ = [str(Path(__file__).parents[1] / "search")]
elif __name__ == "__main__":
    from searching import main

    main()
