"""What a contributor meets first: CI, hooks, groups of dependencies."""

from __future__ import annotations

import re
from importlib.metadata import metadata

import yaml

from lagclient.generate import PACKAGE
from tests.kit.documents import ROOT, blocks


def test_ci_tests_every_python_that_the_package_supports() -> None:
    """The workflow, `.ci/run` and the package's metadata name the same Pythons."""
    classifiers = metadata("lagclient").get_all("Classifier") or []
    supported = re.findall(r"Python :: (3\.\d+)", "\n".join(classifiers))
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    steps = workflow["jobs"]["checks"]["steps"]
    (installed,) = [step["with"]["python-version"] for step in steps if "with" in step]
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert sorted(installed.split()) == sorted(supported)
    assert f"for minor in {' '.join(supported)}; do" in script
    assert [step["run"] for step in steps if "run" in step] == [".ci/run"]


def test_contributors_and_ci_install_the_same_tools() -> None:
    """CONTRIBUTING and `.ci/run` install the extra `test` and the group `dev` alike."""
    commands = "\n".join(block for _, block in blocks("CONTRIBUTING.md", "sh"))
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for text in (commands, script):
        assert "-e '.[test]' --group dev" in text


def test_contributing_describes_every_part_of_the_package() -> None:
    """The table of CONTRIBUTING has a row for each module and package under `lagclient/`."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.*?) \|", text.partition("From top to bottom")[2], re.MULTILINE)
    described = {name.rstrip("/") for row in rows for name in re.findall(r"`(.*?)`", row)}
    parts = {path.name for path in PACKAGE.iterdir() if path.suffix in ("", ".py")}
    assert {name for name in parts if not name.startswith("__")} <= described
