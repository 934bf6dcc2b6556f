"""Saved profiles: what an administrator has said once about the files of a system.

A profile is a TOML file, `NAME.toml` in the folder `profiles` of the user's configuration, or any path:

```toml
dates = "dmy"        # or mdy, ymd
decimal = ","        # or .
delimiter = ";"      # or , or | or a tab
encoding = "cp1252" # or utf-8, utf-16, latin-1, cp850, cp865
currency = "DKK"
ignore = ["Saldo"]   # columns to leave out

[columns]            # field = heading in the file
customer = "Konto"
amount = "Beløb i DKK"
```
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from platformdirs import user_config_dir

from model.errors import Refused
from model.intake.detect import ORDERS, Order
from model.intake.headings import FIELDS


@dataclass(frozen=True, slots=True)
class Profile:
    """What is said about a file; what is None or "" is detected."""

    columns: dict[str, str] = field(default_factory=dict)  # field -> heading
    ignore: tuple[str, ...] = ()
    dates: Order | None = None
    decimal: str = ""
    delimiter: str = ""
    encoding: str = ""
    currency: str = ""


_CHOICES = {
    "dates": ORDERS,
    "decimal": (",", "."),
    "delimiter": (";", ",", "\t", "|"),
    "encoding": ("utf-8", "utf-16", "cp1252", "latin-1", "cp850", "cp865"),
}


def read_profile(name: str) -> Profile:
    """Read a profile by its name, or by the path of its file.

    Raises:
        Refused: there is none, or it says what is not understood.
    """
    path = _where(name)
    try:
        said = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        there = ", ".join(sorted(p.stem for p in folder().glob("*.toml"))) or "none"
        raise Refused(
            f"no profile {name!r}: {path} cannot be read ({error.strerror}); saved profiles: {there}"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(f"{path}: not a TOML file: {error}") from None
    return _checked(path, said)


def folder() -> Path:
    """Tell where saved profiles are."""
    return Path(user_config_dir("kartotek", appauthor=False)) / "profiles"


def _where(name: str) -> Path:
    path = Path(name)
    return path if path.suffix == ".toml" or path.name != name else folder() / f"{name}.toml"


def _checked(path: Path, said: dict[str, Any]) -> Profile:
    keys = ("columns", "ignore", "dates", "decimal", "delimiter", "encoding", "currency")
    for key, value in said.items():
        if key not in keys:
            raise Refused(f"{path}: {key!r} is not understood: a profile says {', '.join(keys)}")
        if key in _CHOICES and value not in _CHOICES[key]:
            raise Refused(f"{path}: {key} = {value!r} must be one of {', '.join(map(repr, _CHOICES[key]))}")
        if key == "columns" and not (isinstance(value, dict) and all(isinstance(v, str) for v in value.values())):
            raise Refused(f"{path}: [columns] holds lines of field = 'heading'")
        if key == "ignore" and not (isinstance(value, list) and all(isinstance(v, str) for v in value)):
            raise Refused(f"{path}: ignore must be a list of headings")
        if key == "currency" and not (isinstance(value, str) and re.fullmatch("[A-Z]{3}", value)):
            raise Refused(f"{path}: currency = {value!r} must be three capital letters such as DKK")
    for name in said.get("columns", {}):
        if name not in FIELDS:
            raise Refused(f"{path}: there is no field {name!r}: one of {', '.join(sorted(FIELDS))}")
    return Profile(**{**said, "ignore": tuple(said.get("ignore", ()))})
