"""Where the register is and who is at the desk, as the surroundings tell."""

from __future__ import annotations

import getpass
import os
from pathlib import Path

import platformdirs


def register_target(option: str | None) -> str:
    """The register's path or URL: the option, else KARTOTEK_REGISTER, else a file in the platform's data folder."""
    chosen = option or os.environ.get("KARTOTEK_REGISTER")
    return chosen or str(Path(platformdirs.user_data_dir("kartotek")) / "register.db")


def demo_target() -> str:
    """The made register that `kartotek demo` opens."""
    return str(Path(platformdirs.user_cache_dir("kartotek")) / "demo.db")


def letters_folder() -> Path:
    """Where the desk writes letters: KARTOTEK_LETTERS, else a folder among the agent's documents."""
    chosen = os.environ.get("KARTOTEK_LETTERS")
    return Path(chosen).expanduser() if chosen else Path(platformdirs.user_documents_dir()) / "kartotek"


def login() -> str:
    """The agent: KARTOTEK_AGENT, else the operating system's user."""
    try:
        return os.environ.get("KARTOTEK_AGENT") or getpass.getuser()
    except (KeyError, OSError):  # a user id without a name, as in some containers
        return f"uid{os.getuid()}"
