"""The project keeps its own rules: locked, layered, self-contained, and shipped whole."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("model", "search", "tui")


@pytest.fixture(scope="session")
def tracked():
    """The files that are in git."""
    git = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False
    )
    if git.returncode:
        pytest.skip("NOT TESTED: this is no git checkout")
    return [Path(name) for name in git.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def test_every_locked_version_has_its_hashes_and_no_address():
    lock = (ROOT / "requirements.lock").read_text()
    entries = re.split(r"\n(?=\S)", lock.strip())
    assert len(entries) > 40
    for entry in entries:
        assert re.match(r"[a-z0-9-]+==\S+( ; .*)? \\\n( +--hash=sha256:[0-9a-f]{64}( \\)?\n?)+\Z", entry), entry[:80]
    assert not re.search(r"https?:|file:|://|--index|--find-links|@ ", lock)


def test_the_lock_holds_all_that_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["postgres"],
        *project["dependency-groups"]["dev"],
        *project["build-system"]["requires"],
    ]
    locked = {line.split("==")[0] for line in (ROOT / "requirements.lock").read_text().splitlines() if "==" in line}
    assert {re.split(r"[^A-Za-z0-9-]", name)[0].lower() for name in asked} <= locked


def test_the_changelog_tells_of_this_version():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    headings = re.findall(r"^## .*?(\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert headings[0] == version


@pytest.mark.parametrize(
    ("packages", "unwanted"),
    [
        pytest.param(["model", "search"], ["textual", "tui"], id="register and lookup know no screen"),
        pytest.param(["model"], ["search"], id="the register knows no lookup"),
        pytest.param(["model.rules"], ["sqlalchemy", "sqlmodel"], id="rules know no database"),
        pytest.param(
            ["model.records", "model.proposals", "model.text", "model.kinds", "model.errors"],
            ["sqlalchemy", "sqlmodel", "alembic"],
            id="what the screen needs at once waits for no database",
        ),
    ],
)
def test_a_fresh_interpreter_imports_no_more_than_allowed(packages, unwanted):
    program = f"""
import importlib, pkgutil, sys
for name in {packages}:
    package = importlib.import_module(name)
    for module in pkgutil.walk_packages(getattr(package, "__path__", []), name + "."):
        if ".migrations" not in module.name:
            importlib.import_module(module.name)
print(*sorted(set({unwanted}) & set(sys.modules)))
"""
    found = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout.strip()) == (0, ""), found.stderr


FORBIDDEN = re.compile(
    r"\bpypi[.]org|pythonhosted[.]org|registry[.]npmjs"
    r"|(?<![\w.~-])/(?:work|root|home/(?!<)\w+|opt/(?:wheels|pypi))/"
)


def test_no_file_names_a_package_index_or_a_place_on_one_machine(tracked):
    found = []
    for name in tracked:
        text = (ROOT / name).read_bytes().decode("utf-8", "replace")
        found += [
            f"{name}:{number}: {line.strip()[:100]}"
            for number, line in enumerate(text.splitlines(), 1)
            if FORBIDDEN.search(line)
        ]
    assert found == []


def test_the_wheel_holds_every_file_of_the_packages(tracked, tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with ZipFile(wheel) as archive:
        shipped = set(archive.namelist())
    ours = {str(name) for name in tracked if name.parts[0] in PACKAGES}
    assert ours <= shipped
    assert {name.split("/")[0] for name in shipped} == {*PACKAGES, wheel.name.split("-py3")[0] + ".dist-info"}


def test_the_readme_tells_every_key():
    from tui.commands import commands

    readme = (ROOT / "README.md").read_text()
    for command in commands():
        assert not command.key or f"| `{command.shown_key}` | {command.name}: " in readme
