"""`python -m launcher.sample`: people, an account, a search, and a draft that waits for review.

Reads API_BASE, MAIL_URL, NETWORK_URL, SAMPLE_NETWORK_SECRET, ADMIN_EMAIL, ADMIN_PASSWORD and PEOPLE_FILE from
the environment.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from launcher.client import work
from launcher.client.api import Api, ApiError
from launcher.client.people import Person, new_password, register

AUTHOR = ("ada.sample@example.org", "Ada Sample")
REVIEWER = ("rafael.sample@example.org", "Rafael Sample")
KEYWORDS = ["electric bike", "cargo bike"]


def main() -> int:
    base, network = os.environ["API_BASE"], os.environ["NETWORK_URL"]
    try:
        people = _people(base)
        with Api(base) as admin:
            admin.sign_in(os.environ["ADMIN_EMAIL"], os.environ["ADMIN_PASSWORD"])
            work.connect_sample_network(admin, network, os.environ["SAMPLE_NETWORK_SECRET"])
        with Api(base) as author:
            author.sign_in(people[0].email, people[0].password)
            found = work.search(author, KEYWORDS, geo="US", timeframe="today 3-m")
            print(f"search {found['id']} is completed")
            draft = work.ask_for_draft(author, found["id"])
            work.wait_for_draft(author, draft["id"])
            work.submit(author, draft["id"])
            print(f"draft {draft['id']} waits for review")
    except (ApiError, TimeoutError, RuntimeError, OSError) as error:
        print(f"the sample is not complete: {error}", file=sys.stderr)
        return 1
    return 0


def _people(base: str) -> list[Person]:
    """An author and a reviewer, verified by mail, the second with the role given by the admin."""
    people = _chosen(Path(os.environ["PEOPLE_FILE"]))
    with Api(base) as anybody, Api(base) as admin:
        for person in people:
            if not _is_known(base, person):
                register(anybody, os.environ["MAIL_URL"], person)
        admin.sign_in(os.environ["ADMIN_EMAIL"], os.environ["ADMIN_PASSWORD"])
        for person, role in zip(people, ("author", "reviewer"), strict=True):
            give_role(admin, person.email, role)
    return people


def _chosen(file: Path) -> list[Person]:
    """Written before they are registered, so that a start that was cut short can be taken up again."""
    if file.exists():
        known = json.loads(file.read_text())
        return [Person(**known["author"]), Person(**known["reviewer"])]
    author, reviewer = (Person(email, name, new_password()) for email, name in (AUTHOR, REVIEWER))
    file.touch(mode=0o600)
    file.write_text(json.dumps({"author": author.as_json(), "reviewer": reviewer.as_json()}, indent=1))
    return [author, reviewer]


def _is_known(base: str, person: Person) -> bool:
    with Api(base) as api:
        try:
            api.sign_in(person.email, person.password)
        except ApiError:
            return False
    return True


def give_role(admin: Api, email: str, role: str) -> None:
    for user in admin.get("/users", q=email)["items"]:
        if user["email"] == email and user["role"] != role:
            admin.patch(f"/users/{user['id']}", {"role": role})


if __name__ == "__main__":
    sys.exit(main())
