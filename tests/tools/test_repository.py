"""What a fresh machine relies on: the Makefile explains itself, and the lock is complete and names no address."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools import names

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text()
PINS = dict(re.findall(r"^([a-z0-9.-]+)==([^ ;\\]+)", LOCK, re.MULTILINE))
PROJECTS = sorted([ROOT / "pyproject.toml", *ROOT.glob("plugins/*/pyproject.toml")])


def requirements(project: Path) -> list[Requirement]:
    data = tomllib.loads(project.read_text())
    listed = [*data["project"]["dependencies"], *data["build-system"]["requires"]]
    for group in (
        *data["project"].get("optional-dependencies", {}).values(),
        *data.get("dependency-groups", {}).values(),
    ):
        listed += group
    return [Requirement(one) for one in listed]


def test_make_help_lists_every_target_with_a_line() -> None:
    said = subprocess.run(["make", "help"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    lines = dict(re.findall(r"^  make (\S+) +(\S.*)$", said, re.MULTILINE))
    assert lines.keys() == names.targets(ROOT / "Makefile")


def test_the_lock_names_no_address() -> None:
    assert re.search(r"://|^\s*-(?!-hash=sha256:[0-9a-f]{64})", LOCK, re.MULTILINE) is None


def test_every_pin_of_the_lock_has_hashes() -> None:
    entries = re.split(r"^(?=\S)", LOCK, flags=re.MULTILINE)[1:]
    assert len(entries) == len(PINS)
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.parent.name)
def test_the_lock_holds_what_each_distribution_asks_for_and_builds_with(project: Path) -> None:
    own = {canonicalize_name(tomllib.loads(path.read_text())["project"]["name"]) for path in PROJECTS}
    wanted = [one for one in requirements(project) if canonicalize_name(one.name) not in own]
    assert wanted
    missing = [
        str(one) for one in wanted if not one.specifier.contains(PINS.get(canonicalize_name(one.name), "0"))
    ]
    assert missing == []


@pytest.mark.parametrize("script", [".ci/run", "tools/lock.sh", "tools/venv.sh"])
def test_the_scripts_are_sound_shell(script: str) -> None:
    shell = (ROOT / script).read_text().splitlines()[0].rsplit("/", 1)[1].split()[-1]
    assert subprocess.run([shell, "-n", ROOT / script], check=False).returncode == 0


def test_continuous_integration_can_execute_its_script() -> None:
    assert (ROOT / ".ci/run").stat().st_mode & 0o111 == 0o111
