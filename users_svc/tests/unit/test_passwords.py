"""What a password must be, and that hashing never takes the machine."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from svckit.problems import Unavailable, Unprocessable
from svckit.testing.servers import wait_until
from users_svc.services.passwords import Hasher, require_strong, weakness


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("elevenchars", "at least 12"),
        ("x" * 300, "at most 256"),
        ("passwordpassword", "first passwords"),
        ("P@ssw0rd2024!!", "first passwords"),
        ("Welcome20242025", "first passwords"),
        ("adminpassword1!", "first passwords"),
        ("correct horse battery staple", "first passwords"),
        ("aaaaaaaaaaaaaa", "short pattern"),
        ("abcabcabcabcabc", "short pattern"),
        ("qwertyuiopasd", "short pattern"),
        ("987654321098", "short pattern"),
        ("grace-in-the-garden", "grace"),
        ("the-hopper-jumps-far", "hopper"),
        ("navy1906 is my year", "navy1906"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(password: str, words: str) -> None:
    reason = weakness(password, email="navy1906@sea.example", name="Grace Hopper")
    assert reason is not None
    assert words in reason


@pytest.mark.parametrize(
    "password", ["lamp-river-quartz", "Über den Wolken 88", "ghx72;Lpq_vv0", "日本語のパスワードです！長い"]
)
def test_any_long_uncommon_password_is_accepted_in_any_script(password: str) -> None:
    assert weakness(password, email="navy1906@sea.example", name="Grace Hopper") is None


def test_the_refusal_names_the_field() -> None:
    with pytest.raises(Unprocessable) as caught:
        require_strong("short", email="a@b.example", name="A", field="new")
    assert caught.value.type == "weak-password"
    assert caught.value.errors[0]["field"] == "new"


def test_a_hash_fits_its_password_alone_and_is_argon2id_at_owasp_parameters() -> None:
    hasher = Hasher(at_once=1, waiting=1)
    stored = hasher.hash("lamp-river-quartz")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    with hasher.turn() as turn:
        assert turn.verify(stored, "lamp-river-quartz")
        assert not turn.verify(stored, "lamp-river-quartZ")
        assert not turn.verify(None, "nobody has this password")
        assert not turn.verify("not a hash", "lamp-river-quartz")


def test_a_password_typed_with_combining_accents_is_the_same_password() -> None:
    hasher = Hasher(at_once=1, waiting=1)
    stored = hasher.hash("caf\u00e9-au-lait-matin")
    with hasher.turn() as turn:
        assert turn.verify(stored, "cafe\u0301-au-lait-matin")


def test_never_more_hashes_at_once_than_set() -> None:
    hasher = Hasher(at_once=2, waiting=30)
    lock, seen, now = threading.Lock(), [], [0]

    def work() -> None:
        with hasher.turn() as turn:
            with lock:
                now[0] += 1
                seen.append(now[0])
            turn.hash("lamp-river-quartz")
            with lock:
                now[0] -= 1

    with ThreadPoolExecutor(20) as pool:
        for done in [pool.submit(work) for _ in range(20)]:
            done.result()
    assert max(seen) == 2


def test_whoever_comes_when_the_line_is_full_is_told_to_come_back() -> None:
    hasher = Hasher(at_once=1, waiting=1)
    inside, leave = threading.Event(), threading.Event()
    waiting: list[bool] = []

    def hold() -> None:
        with hasher.turn():
            inside.set()
            leave.wait(10)

    def stand_in_line() -> None:
        waiting.append(True)
        with hasher.turn():
            pass

    holder, second = threading.Thread(target=hold), threading.Thread(target=stand_in_line)
    holder.start()
    assert inside.wait(10)
    second.start()

    def full() -> bool:
        try:
            with hasher.turn():
                return False
        except Unavailable as problem:
            return problem.type == "busy" and problem.retry_after is not None

    hasher._patience = 0.01
    wait_until(full, what="the line being full")
    leave.set()
    holder.join()
    second.join()
