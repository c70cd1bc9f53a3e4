"""Logs stay small and their end can be read."""

from pathlib import Path

from launcher.stack import logs


def test_a_grown_log_is_moved_aside_and_its_writer_goes_on(tmp_path: Path) -> None:
    log = tmp_path / "x.log"
    with log.open("ab", buffering=0) as writer:
        writer.write(b"old " * 100)
        assert logs.trim(log, largest=100)
        writer.write(b"new\n")
    assert log.read_bytes() == b"new\n"
    assert (tmp_path / "x.log.1").read_bytes() == b"old " * 100


def test_a_small_log_is_left_alone(tmp_path: Path) -> None:
    log = tmp_path / "x.log"
    log.write_text("short")
    assert not logs.trim(log)
    assert not logs.trim(tmp_path / "none.log")


def test_the_tail_is_the_last_lines(tmp_path: Path) -> None:
    log = tmp_path / "x.log"
    log.write_text("".join(f"line {number}\n" for number in range(5000)))
    assert logs.tail(log, 2) == ["line 4998", "line 4999"]
    assert logs.tail(tmp_path / "none.log", 2) == []


def test_the_last_words_are_the_line_that_tells_why(tmp_path: Path) -> None:
    log = tmp_path / "x.log"
    log.write_text("starting\nFATAL: no space left on device\nbye\n")
    assert logs.last_words(log) == "FATAL: no space left on device"
    assert logs.last_words(tmp_path / "none.log") == "it wrote nothing"
