"""Every kind of bad input that a newcomer meets: one clear message, the right exit code, nothing half-written."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import signpost
from signpost.cli import verbs

CHECKOUT = Path(__file__).resolve().parents[2]
SIGNPOST = [sys.executable, "-m", "signpost"]
CASE = """\
person: person-01
post: Registered manager
role: [registered-manager]
asAt: 2026-03-31
attainments:
  - competence: SCDLMCA1
    level: 3
    since: 2025-03-14
    judgedBy: line-manager
    evidence:
      - {evidenceKind: appraisal, day: 2026-03-20}
constraints:
  budget: 500
"""


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(verbs, [str(argument) for argument in arguments], env={"COLUMNS": "300"})
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    assert "Traceback" not in result.output
    return result


def case(folder: Path, old: str = "", new: str = "") -> Path:
    assert old in CASE
    path = folder / "case.yaml"
    path.write_text(CASE.replace(old, new) if old else CASE, "utf-8")
    return path


def test_the_case_itself_is_fit(tmp_path: Path) -> None:
    assert run("check", case(tmp_path)).exit_code == 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("role: [registered-manager]", "role: [registred-manager]", "registered-manager"),
        ("competence: SCDLMCA1", "competence: SCDLMCA11", "SCDLMCA1"),
        ("level: 3", "level: 9", "0 to 5"),
        ("since: 2025-03-14", "since: 14 March", "is not a date"),
        ("asAt: 2026-03-31", "asAt: 2026-02-31", "2026-02-31"),
        ("    evidence:\n      - {evidenceKind: appraisal, day: 2026-03-20}\n", "", "evidence"),
        ("budget: 500", "budget: -1", "-1"),
        ("person: person-01", "person: Jane Smith", "name"),
        ("post: Registered manager\n", "", "post"),
        ("constraints:", "constraint:", "constraints"),
        ("role: [registered-manager]", "role: [registered-manager", "case.yaml:"),
    ],
)
def test_a_fault_of_a_specification_is_told_with_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = case(tmp_path, old, new)
    for verb, code in (("audit", 2), ("route", 2), ("check", None)):
        result = run(verb, path)
        assert said in result.output, verb
        assert "case.yaml" in result.output
        assert result.exit_code == code if code else result.exit_code in (1, 2)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(CASE.replace("level: 3", "level: 9").replace("budget: 500", "budget: -1"), "utf-8")
    output = run("check", path).output
    assert "level" in output
    assert "budget" in output


@pytest.mark.parametrize("suffix", ["yaml", "ttl", "jsonld"])
@pytest.mark.parametrize(
    ("name", "content"),
    [("empty", b""), ("binary", b"\x7fELF\x00\x01\x02\xff\xfe" * 50), ("nested", b"[" * 100_000)],
)
def test_a_file_that_is_none_is_one_message(tmp_path: Path, name: str, content: bytes, suffix: str) -> None:
    path = tmp_path / f"{name}.{suffix}"
    path.write_bytes(content)
    result = run("check", path)
    assert result.exit_code in (1, 2)
    assert f"{name}.{suffix}" in result.output
    assert len(result.output) < 1500


@pytest.mark.parametrize("suffix", ["yaml", "ttl", "jsonld"])
def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"huge.{suffix}"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    result = run("check", path)
    assert result.exit_code == 2
    assert "huge" in result.output


def test_a_missing_file_is_one_message(tmp_path: Path) -> None:
    for verb in ("check", "audit", "route", "next"):
        result = run(verb, tmp_path / "none.yaml")
        assert result.exit_code == 2
        assert "none.yaml" in result.stderr


def test_courses_that_need_each_other_first_are_never_a_route(tmp_path: Path) -> None:
    courses, own, store = tmp_path / "courses.jsonld", tmp_path / "own.yaml", f"file:{tmp_path / 'store'}"
    courses.write_text(json.dumps(CIRCLE), "utf-8")
    own.write_text(OWN_CASE, "utf-8")
    assert run("publish", courses, "--source", "a-college", "--store", store).exit_code == 0
    result = run("route", own, "--store", store)
    assert result.exit_code == 0
    assert "No prerequisite chain" in result.stdout
    assert run("route", own, "--store", store, "--fail-on-gaps").exit_code == 1


OWN_CASE = """\
person: person-02
post: A post of our own
asAt: 2026-03-31
requirements:
  add:
    - {competence: Lead others, level: 3, because: "the post leads"}
"""

HERE = "https://college.example/id/"


def course(name: str, teaches: str, needs: str) -> list[dict[str, object]]:
    iri = HERE + name
    return [
        {"id": iri, "type": "LearningResource", "label": name, "provider": HERE + "college",
         "activityType": "e-learning", "mode": "online", "learningMinutes": 60, "price": "10",
         "teaches": iri + "#gives", "requires": iri + "#needs"},
        {"id": iri + "#gives", "type": "LearningOutcome", "competence": HERE + teaches, "entryLevel": 0,
         "outcomeLevel": 4, "shows": "both"},
        {"id": iri + "#needs", "type": "Prerequisite", "competence": HERE + needs, "level": 2},
    ]  # fmt: skip


CIRCLE = [
    {"id": HERE + "college", "type": "Provider", "label": "A college", "providerKind": "training-provider"},
    {"id": HERE + "own", "type": "Framework", "label": "Our own"},
    {"id": HERE + "budgets", "type": "Competence", "label": "Keep budgets", "inFramework": HERE + "own"},
    {"id": HERE + "leading", "type": "Competence", "label": "Lead others", "inFramework": HERE + "own"},
    *course("one", teaches="leading", needs="budgets"),
    *course("two", teaches="budgets", needs="leading"),
]


# ------------------------------------------------------------------------------------------------ the store
COLLEGE = """\
@prefix sp: <https://w3id.org/signpost/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://college.example/id/organisation> a sp:Provider ; skos:prefLabel "A college"@en .
"""


@pytest.fixture
def college(tmp_path: Path) -> Path:
    path = tmp_path / "college.ttl"
    path.write_text(COLLEGE, "utf-8")
    return path


def publish(college: Path, store: Path, limit: int = 0) -> subprocess.CompletedProcess[str]:
    """Publish in a process of its own, which may write no file longer than `limit` bytes."""

    def limited() -> None:
        if limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    command = [*SIGNPOST, "publish", str(college), "--source", "college", "--store", f"file:{store}"]
    return subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=limited)


def test_a_disk_that_is_full_changes_nothing(college: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert publish(college, store).returncode == 0
    before = signpost.open(store).current().digest
    college.write_text(COLLEGE.replace("A college", "Another college"), "utf-8")
    done = publish(college, store, limit=2_000)
    assert done.returncode == 2, done.stderr
    assert "space" in done.stderr
    assert "Traceback" not in done.stderr
    assert signpost.open(store).current().digest == before


def test_a_locked_store_is_one_message(college: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert publish(college, store).returncode == 0
    holder = subprocess.Popen(
        [sys.executable, "-c", "import sys; from filelock import FileLock; from pathlib import Path\n"
         "lock = next(iter(sorted(Path(sys.argv[1]).glob('*lock*'))), Path(sys.argv[1]) / 'LOCK')\n"
         "with FileLock(lock): print('held', flush=True); sys.stdin.read()", str(store)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    college.write_text(COLLEGE.replace("A college", "Another college"), "utf-8")
    done = publish(college, store)
    holder.communicate()
    assert done.returncode == 2
    assert "another process" in done.stderr.lower()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("old", "new"), [('"layout":', '"layout":9'), ('"graphs"', '"gra')])
def test_a_store_of_another_version_or_a_damaged_one(college: Path, tmp_path: Path, old: str, new: str) -> None:
    store = tmp_path / "store"
    assert publish(college, store).returncode == 0
    manifest = next(store.rglob("manifest.json"))
    manifest.chmod(0o644)
    manifest.write_text(manifest.read_text("utf-8").replace(old, new, 1), "utf-8")
    result = run("find", "college", "--store", f"file:{store}")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1


def test_a_store_that_holds_nothing_says_so(tmp_path: Path) -> None:
    result = run("find", "college", "--store", f"file:{tmp_path / 'nowhere'}")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1


def test_a_server_that_does_not_answer_is_one_message() -> None:
    result = run("find", "college", "--store", "http://127.0.0.1:9/sparql")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that nobody can write to")
def test_a_cache_that_cannot_be_written_is_done_without() -> None:
    environment = {**os.environ, "XDG_CACHE_HOME": "/proc/nowhere"}
    environment.pop("SIGNPOST_STORE", None)
    done = subprocess.run(
        [*SIGNPOST, "find", "CFAM&LEA4"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "kept for this run only" in done.stderr
    assert "Manage budgets" in done.stdout
