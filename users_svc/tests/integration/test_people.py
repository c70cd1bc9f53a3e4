"""One's own account, and everybody's for admins."""

import secrets
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from users_svc.tests.factories import PASSWORD, Member, Team

NEW = "brand-new-lantern-7"


@pytest.fixture
def admin(team: Team) -> Member:
    return team.join("admin@team.example")


def test_me_is_the_account_behind_the_token(team: Team, admin: Member) -> None:
    me = admin.send("GET", "/users/me").get_json()
    assert set(me) == {
        "id", "email", "name", "role", "active", "verified", "created_at", "must_change_password",
    }  # fmt: skip
    assert (me["id"], me["email"], me["role"]) == (admin.id, "admin@team.example", "admin")
    assert me["created_at"].endswith(("Z", "+00:00"))


def test_i_can_change_my_name_and_others_hear_of_it(team: Team, admin: Member) -> None:
    answer = admin.send("PATCH", "/users/me", {"name": "  Ada  King "})
    assert answer.get_json()["name"] == "Ada King"
    assert [event["name"] for event in team.events("user.updated")] == ["Ada King"]


def test_i_can_not_change_my_own_role_through_my_profile(team: Team, admin: Member) -> None:
    author = team.join("author@team.example")
    answer = author.send("PATCH", "/users/me", {"name": "A", "role": "admin"})
    assert answer.status_code == 422
    assert author.send("GET", "/users/me").get_json()["role"] == "author"


def test_a_new_password_ends_my_other_sessions_and_keeps_this_one(team: Team, admin: Member) -> None:
    other = team.sign_in(admin.email).get_json()
    answer = admin.send("POST", "/users/me/password", {"current": PASSWORD, "new": NEW})
    assert answer.status_code == 204
    mine = {"refresh_token": admin.tokens["refresh_token"]}
    assert team.send("POST", "/auth/refresh", mine).status_code == 200
    assert team.send("POST", "/auth/refresh", {"refresh_token": other["refresh_token"]}).status_code == 401
    assert team.sign_in(admin.email).status_code == 401
    assert team.sign_in(admin.email, NEW).status_code == 200


@pytest.mark.parametrize(
    ("body", "slug", "field"),
    [
        ({"current": "wrong", "new": NEW}, "wrong-password", "current"),
        ({"current": PASSWORD, "new": "short"}, "weak-password", "new"),
        ({"current": PASSWORD, "new": PASSWORD}, "weak-password", "new"),
    ],
)
def test_a_refused_password_change_says_which_field_and_changes_nothing(
    team: Team, admin: Member, body: dict[str, str], slug: str, field: str
) -> None:
    answer = admin.send("POST", "/users/me/password", body)
    problem = answer.get_json()
    assert (answer.status_code, problem["type"]) == (422, f"urn:problem:{slug}")
    assert problem["errors"][0]["field"] == field
    assert team.sign_in(admin.email).status_code == 200


def test_wrong_current_passwords_are_counted_with_failed_sign_ins(team: Team, admin: Member) -> None:
    codes = [
        admin.send("POST", "/users/me/password", {"current": "wrong", "new": NEW}).status_code
        for _ in range(11)
    ]
    assert codes == [422] * 10 + [429]


def test_the_list_is_for_admins_newest_first_and_can_be_searched_and_paged(team: Team, admin: Member) -> None:
    for n in range(5):
        team.register(f"p{n}@team.example", name=f"Person {n}")
    team.register("odd_one@team.example", name="100% Odd")
    seen: list[str] = []
    cursor = ""
    while True:
        page = admin.send("GET", f"/users?limit=3{cursor}").get_json()
        assert len(page["items"]) <= 3
        seen += [item["email"] for item in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert seen[0] == "odd_one@team.example"
    assert seen[-1] == "admin@team.example"
    assert len(seen) == len(set(seen)) == 7

    def find(q: str) -> list[str]:
        answer = admin.send("GET", f"/users?q={q}")
        return [item["email"] for item in answer.get_json()["items"]]

    assert find("PERSON 3") == ["p3@team.example"]
    assert find("p3@") == ["p3@team.example"]
    assert find("100%25") == ["odd_one@team.example"], "wildcards are letters like any other"
    assert find("d_o") == ["odd_one@team.example"]


def test_a_cursor_that_is_not_ours_is_a_bad_request(team: Team, admin: Member) -> None:
    answer = admin.send("GET", "/users?cursor=nonsense")
    assert (answer.status_code, answer.get_json()["type"]) == (400, "urn:problem:invalid-cursor")


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/users"), ("PATCH", "/users/01900000-0000-7000-8000-000000000000")]
)
@pytest.mark.parametrize("role", ["viewer", "author", "reviewer"])
def test_managing_people_takes_an_admin(team: Team, admin: Member, role: str, method: str, path: str) -> None:
    member = team.join(f"{role}@team.example", role=role, by=admin)
    answer = member.send(method, path, {"role": "admin"} if method == "PATCH" else None)
    assert (answer.status_code, answer.get_json()["type"]) == (403, "urn:problem:role-required")


def test_a_changed_role_is_told_to_others_and_stands_in_the_next_token(team: Team, admin: Member) -> None:
    member = team.join("ada@team.example")
    answer = admin.send("PATCH", f"/users/{member.id}", {"role": "reviewer"})
    assert (answer.status_code, answer.get_json()["role"]) == (200, "reviewer")
    assert [event["role"] for event in team.events("user.updated")] == ["reviewer"]
    again = team.send("POST", "/auth/refresh", {"refresh_token": member.tokens["refresh_token"]}).get_json()
    assert again["user"]["role"] == "reviewer"


def test_a_deactivated_person_is_out_at_once_here_and_within_ten_minutes_elsewhere(
    team: Team, admin: Member
) -> None:
    member = team.join("ada@team.example")
    assert admin.send("PATCH", f"/users/{member.id}", {"active": False}).get_json()["active"] is False
    assert [event["user_id"] for event in team.events("user.deactivated")] == [member.id]
    assert member.send("GET", "/users/me").status_code == 401
    refresh = {"refresh_token": member.tokens["refresh_token"]}
    assert team.send("POST", "/auth/refresh", refresh).status_code == 401
    answer = team.sign_in("ada@team.example")
    assert (answer.status_code, answer.get_json()["type"]) == (403, "urn:problem:account-deactivated")
    assert admin.send("PATCH", f"/users/{member.id}", {"active": True}).status_code == 200
    assert team.sign_in("ada@team.example").status_code == 200


@pytest.mark.parametrize("change", [{"role": "author"}, {"active": False}])
def test_the_last_admin_stays(team: Team, admin: Member, change: dict[str, object]) -> None:
    answer = admin.send("PATCH", f"/users/{admin.id}", change)
    assert (answer.status_code, answer.get_json()["type"]) == (409, "urn:problem:last-admin")
    assert admin.send("GET", "/users/me").get_json()["role"] == "admin"


def test_an_admin_who_can_not_sign_in_does_not_count_as_another(team: Team, admin: Member) -> None:
    second = team.join("second@team.example", role="admin", by=admin)
    assert admin.send("PATCH", f"/users/{second.id}", {"active": False}).status_code == 200
    assert admin.send("PATCH", f"/users/{admin.id}", {"role": "author"}).status_code == 409


def test_two_admins_who_demote_each_other_at_the_same_moment_leave_one(app: Flask) -> None:
    team = Team(app)
    first = team.join("first@team.example")
    second = team.join("second@team.example", role="admin", by=first)
    second.tokens = team.sign_in(second.email).get_json()
    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(first.send, "PATCH", f"/users/{second.id}", {"role": "author"})
        two = pool.submit(second.send, "PATCH", f"/users/{first.id}", {"role": "author"})
        codes = sorted([one.result().status_code, two.result().status_code])
    assert codes[0] == 200
    assert codes[1] in {401, 409}
    roles = [entry["role"] for entry in first.send("GET", "/users/directory").get_json()]
    assert sorted(roles) == ["admin", "author"]


def test_a_stranger_to_the_database_is_not_found(team: Team, admin: Member) -> None:
    answer = admin.send("PATCH", "/users/01900000-0000-7000-8000-000000000000", {"active": False})
    assert (answer.status_code, answer.get_json()["type"]) == (404, "urn:problem:user-not-found")


def test_colleagues_see_names_and_roles_of_who_can_sign_in_and_no_addresses(
    team: Team, admin: Member
) -> None:
    viewer = team.join("viewer@team.example", role="viewer", by=admin)
    gone = team.join("gone@team.example")
    admin.send("PATCH", f"/users/{gone.id}", {"active": False})
    team.register("unverified@team.example")
    entries = viewer.send("GET", "/users/directory").get_json()
    assert {entry["id"] for entry in entries} == {admin.id, viewer.id}
    assert all(set(entry) == {"id", "name", "role", "created_at"} for entry in entries)


def test_without_a_token_or_with_a_made_up_one_nothing_is_shown(team: Team) -> None:
    for headers in ({}, {"Authorization": f"Bearer {secrets.token_hex(20)}"}, {"Authorization": "Basic x"}):
        answer = team.send("GET", "/users/me", headers=headers)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
