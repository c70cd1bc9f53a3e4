"""The supervisor, with real small processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from launcher.stack import descendants
from launcher.stack.child import Child, State
from launcher.stack.spec import Alive, Done, LogLine, Process, Program, PythonModule, Tcp
from launcher.stack.supervisor import Listener, Supervisor

ROOT = Path(__file__).resolve().parents[3]


class Notes(Listener):
    def __init__(self) -> None:
        self.crashes: list[str] = []
        self.readiness: list[str] = []

    def crashed(self, child: Child) -> None:
        self.crashes.append(f"{child.process.name}: {child.last_end}")

    def ready(self, child: Child) -> None:
        self.readiness.append(child.process.name)


Make = Callable[..., tuple[Supervisor, Notes]]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    made: list[Supervisor] = []

    def start(*processes: Process) -> tuple[Supervisor, Notes]:
        notes = Notes()
        env = {"PATH": os.environ["PATH"]}
        supervisor = Supervisor(processes, base_env=env, logs=tmp_path, root=ROOT, listener=notes)
        made.append(supervisor)
        return supervisor, notes

    yield start
    for supervisor in made:
        supervisor.shut_down()


def shell(name: str, script: str, **more: object) -> Process:
    return Process(name, Program(("/bin/sh", "-c", script)), stage="test", **more)  # type: ignore[arg-type]  # any of its fields


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    # a zombie is gone too; its parent just has not looked
    return sys.platform == "linux" and ") Z " in Path(f"/proc/{pid}/stat").read_text()


def test_a_process_starts_only_when_what_it_needs_is_ready(make: Make, tmp_path: Path) -> None:
    supervisor, notes = make(
        shell("web", "sleep 60", needs=("store",), ready=Alive(0.01)),
        shell("store", "sleep 0.2; echo up; sleep 60", ready=LogLine("up")),
    )
    assert supervisor.run_until(lambda: supervisor.all_ready, timeout=10)
    assert notes.readiness == ["store", "web"]


def test_a_crashed_process_is_started_again_and_others_are_left_alone(make: Make) -> None:
    supervisor, notes = make(
        shell("victim", "sleep 60", ready=Alive(0.01)), shell("bystander", "sleep 60", ready=Alive(0.01))
    )
    assert supervisor.run_until(lambda: supervisor.all_ready, timeout=10)
    before = {name: child.pid for name, child in supervisor.children.items()}
    os.kill(before["victim"], signal.SIGKILL)
    assert supervisor.run_until(lambda: bool(notes.crashes), timeout=10)
    assert notes.crashes == ["victim: signal SIGKILL"]
    assert supervisor.run_until(lambda: supervisor.all_ready, timeout=10)
    victim = supervisor.children["victim"]
    assert victim.pid != before["victim"]
    assert victim.restarts == 1
    assert supervisor.children["bystander"].pid == before["bystander"]


def test_a_process_that_keeps_crashing_waits_longer_each_time_and_is_reported(make: Make) -> None:
    supervisor, notes = make(shell("broken", "echo no such file; exit 3", ready=Alive(5)))
    broken = supervisor.children["broken"]
    delays: list[float] = []
    while len(delays) < 3:
        assert supervisor.run_until(lambda: len(notes.crashes) > len(delays), timeout=10)
        delays.append(broken.delay)
    assert delays == [0.5, 1.0, 2.0]
    assert notes.crashes[0] == "broken: exit code 3"
    assert supervisor.run_until(lambda: supervisor.stuck, timeout=10)
    assert supervisor.troubled == [broken]


def test_a_task_runs_once_and_lets_others_start(make: Make, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    supervisor, _ = make(
        shell("task", f"echo x >> {mark}", ready=Done()),
        shell("after", "sleep 60", needs=("task",), ready=Alive(0.01)),
    )
    assert supervisor.run_until(lambda: supervisor.all_ready, timeout=10)
    assert supervisor.children["task"].state == State.DONE
    assert mark.read_text() == "x\n"


def test_a_failed_task_keeps_back_what_needs_it(make: Make) -> None:
    supervisor, _ = make(
        shell("task", "exit 1", ready=Done()), shell("after", "sleep 60", needs=("task",), ready=Alive(0.01))
    )
    assert supervisor.run_until(lambda: supervisor.stuck, timeout=10)
    assert supervisor.children["after"].state == State.WAITING


def test_at_the_end_what_others_need_ends_last(make: Make, tmp_path: Path) -> None:
    order = tmp_path / "order"
    script = "trap 'echo {0} >> {1}; exit 0' TERM; echo up; while :; do sleep 0.01; done"
    supervisor, _ = make(
        shell("store", script.format("store", order), ready=LogLine("up")),
        shell("web", script.format("web", order), needs=("store",), ready=LogLine("up")),
    )
    assert supervisor.run_until(lambda: supervisor.all_ready, timeout=10)
    supervisor.shut_down()
    assert order.read_text().split() == ["web", "store"]


def test_grandchildren_end_too_even_when_they_left_the_group(make: Make, tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.fail("this host can't adopt orphans; run the launcher's tests on Linux")
    from launcher.stack.spawn import adopt_orphans

    adopt_orphans()
    pids = tmp_path / "pids"
    supervisor, _ = make(
        shell("parent", f"setsid sleep 300 & echo $! > {pids}; echo up; wait", ready=LogLine("up"))
    )
    assert supervisor.run_until(lambda: supervisor.all_ready, timeout=10)
    supervisor.shut_down()
    assert gone(int(pids.read_text()))


def test_one_that_ignores_the_request_to_end_is_killed(make: Make) -> None:
    script = "trap '' TERM; echo up; while :; do sleep 0.05; done"
    supervisor, _ = make(shell("stubborn", script, ready=LogLine("up"), stop_seconds=0.2))
    assert supervisor.run_until(lambda: supervisor.all_ready, timeout=10)
    pid = supervisor.children["stubborn"].pid
    started = time.monotonic()
    supervisor.shut_down()
    assert gone(pid)
    assert time.monotonic() - started < 5


def test_one_process_can_be_stopped_and_started_by_hand(make: Make) -> None:
    supervisor, notes = make(shell("one", "sleep 60", ready=Alive(0.01)))
    one = supervisor.children["one"]
    assert supervisor.run_until(lambda: supervisor.all_ready, timeout=10)
    supervisor.stop_one("one")
    assert supervisor.run_until(lambda: one.state == State.STOPPED, timeout=10)
    assert notes.crashes == []
    supervisor.start_one("one")
    assert supervisor.run_until(lambda: one.state == State.READY, timeout=10)


def test_a_forked_module_has_its_own_name_arguments_and_environment(make: Make, tmp_path: Path) -> None:
    module = PythonModule("timeit", ("-n", "1", "-r", "1", "import os; print('env', sorted(os.environ))"))
    supervisor, _ = make(Process("module", module, stage="test", env={"ONLY": "this"}, ready=Done()))
    assert supervisor.run_until(lambda: supervisor.all_ready, timeout=20)
    log = (tmp_path / "module.log").read_text()
    assert "'ONLY'" in log
    assert "PYTEST_CURRENT_TEST" not in log


def test_what_ran_before_it_is_left_alone_when_it_shuts_down(make: Make) -> None:
    with subprocess.Popen(["/bin/sh", "-c", "sleep 60 & wait"], start_new_session=True) as bystander:
        supervisor, _ = make(shell("ours", "sleep 60", ready=Alive(0.01)))
        assert supervisor.run_until(lambda: supervisor.all_ready, timeout=10)
        ours = supervisor.children["ours"].pid
        supervisor.shut_down()
        assert gone(ours)
        assert bystander.poll() is None
        os.killpg(bystander.pid, signal.SIGKILL)


def test_a_program_that_is_not_there_says_so_in_its_log(make: Make, tmp_path: Path) -> None:
    supervisor, notes = make(Process("none", Program(("/no/such/program",)), stage="test"))
    assert supervisor.run_until(lambda: bool(notes.crashes), timeout=10)
    assert "FileNotFoundError" in (tmp_path / "none.log").read_text()


def test_a_process_that_needs_an_unknown_one_is_a_mistake_in_the_table(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nobody"):
        Supervisor(
            [shell("web", "true", needs=("nobody",))],
            base_env={},
            logs=tmp_path,
            root=ROOT,
            listener=Listener(),
        )


def test_a_port_that_does_not_answer_is_not_ready(make: Make) -> None:
    supervisor, _ = make(shell("deaf", "sleep 60", ready=Tcp(9)))
    assert not supervisor.run_until(lambda: supervisor.all_ready, timeout=0.3)
    assert supervisor.children["deaf"].state == State.STARTING


def test_memory_is_measured_per_process_with_all_below_it(make: Make) -> None:
    supervisor, _ = make(shell("tree", "sleep 60 & sleep 60 & wait", ready=Alive(0.2)))
    assert supervisor.run_until(lambda: supervisor.all_ready, timeout=10)
    pid = supervisor.children["tree"].pid
    below = descendants.children_of({pid})[pid]
    assert len(below) == 3
    assert all((descendants.pss(each) or 0) > 0 for each in below)
