"""What pip says at length is told in one line with the remedy."""

from launcher.bootstrap.venv import _explain


def test_a_wheel_that_does_not_exist_here_is_named() -> None:
    error = _explain(
        "ERROR: Could not find a version that satisfies the requirement xllamacpp==1 (from versions: none)\n"
        "ERROR: No matching distribution found for xllamacpp==1\n"
    )
    assert "no wheel of xllamacpp==1" in error.problem
    assert "docker compose up" in error.remedy


def test_a_package_that_was_tampered_with_is_not_installed_silently() -> None:
    error = _explain("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.")
    assert "not the one that was locked" in error.problem


def test_anything_else_is_told_in_one_line() -> None:
    error = _explain("WARNING: Retrying\nERROR: Could not connect: timed out\n")
    assert "timed out" in str(error)
    assert "\n" not in str(error)
