"""An app imports only those to its right. The contracts are in pyproject.toml."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from config.env import PROJECT_ROOT

ORDER = ["config", "demo", "leads", "integrations", "sites", "staff", "protection"]


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    environment = os.environ | {"PYTHONPATH": str(root)}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_the_contracts_hold() -> None:
    found = lint_imports(PROJECT_ROOT)

    assert found.returncode == 0, found.stdout
    assert " 0 broken" in found.stdout


def test_the_contracts_name_every_app_in_order() -> None:
    contracts = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]

    assert contracts["root_packages"] == ORDER
    (layers,) = [each["layers"] for each in contracts["contracts"] if each["type"] == "layers"]
    assert layers == ORDER


WRONG_IMPORTS = [
    ("protection/data_classes.py", "leads.models"),
    ("sites/views.py", "integrations.outbox"),
    ("leads/views.py", "config.env"),
    ("leads/intake.py", "django_ox"),
    ("leads/forms.py", "requests"),
    ("integrations/delivery.py", "urllib3"),
]


def test_an_import_that_goes_left_is_noticed(tmp_path: Path) -> None:
    """Without this, contracts that check nothing would pass too."""
    for app in ORDER:
        copy = shutil.ignore_patterns("__pycache__", "migrations")
        shutil.copytree(PROJECT_ROOT / app, tmp_path / app, ignore=copy)
    shutil.copy(PROJECT_ROOT / "pyproject.toml", tmp_path)
    for path, imported in WRONG_IMPORTS:
        with (tmp_path / path).open("a") as file:
            file.write(f"\n\nimport {imported}\n")

    found = lint_imports(tmp_path)

    assert found.returncode == 1, found.stdout + found.stderr
    assert " 3 broken" in found.stdout
    for path, imported in WRONG_IMPORTS:
        module = path.removesuffix(".py").replace("/", ".")
        assert f"{module} -> {imported}" in found.stdout


def test_no_module_is_a_catch_all() -> None:
    names = {path.stem for app in ORDER for path in (PROJECT_ROOT / app).rglob("*.py")}

    assert not names & {"utils", "helpers", "services", "common"}
