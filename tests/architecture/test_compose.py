"""compose.yml keeps what the design promises: one way in, stores of one's own, no secret known beforehand."""

import importlib
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from launcher.bootstrap.envfile import SECRETS

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ("users", "trends", "thinker", "tweeter", "notify")
OUR_TARGETS = {"service", "portal", "flower", "nginx", "sample"}
# design: process -> networks beside its own database's
PROCESSES = {
    "nginx": {"global", "internal"},
    "portal": {"global", "internal"},
    "users-serv": {"global", "internal"},
    "trends-serv": {"global", "internal"},
    "trends-worker": {"global", "internal"},
    "trends-beat": {"global", "internal"},
    "thinker-serv": {"global", "internal"},
    "thinker-worker": {"global", "internal"},
    "thinker-consumer": {"global", "internal"},
    "tweeter-serv": {"global", "internal"},
    "tweeter-worker": {"global", "internal"},
    "tweeter-beat": {"global", "internal"},
    "tweeter-consumer": {"global", "internal"},
    "notify-serv": {"internal", "mail-egress"},
    "flower-serv": {"internal"},
    "redis": {"internal"},
    "rabbitmq": {"internal"},
    "ollama": {"internal"},
}
# What processes read beside their settings classes (docs/env.md, "Every web process").
PROCESS_VARIABLES = {"WEB_THREADS", "CONCURRENCY"}
INTERPOLATION = re.compile(r"\$\{([A-Z_]+)(?:(:?[-?])((?:[^{}]|\$\{[^{}]*\})*))?\}")

Service = dict[str, Any]


@cache
def project(*files: str) -> dict[str, Service]:
    """The services of the files, each merged over the one before, as far as it is looked at here."""
    merged: dict[str, Service] = {}
    for name in files:
        for service, given in yaml.safe_load((ROOT / name).read_text())["services"].items():
            known = merged.setdefault(service, {})
            environment = {**known.get("environment", {}), **given.get("environment", {})}
            known.update(given)
            known["environment"] = environment
    return merged


def services() -> dict[str, Service]:
    return project("compose.yml")


def networks() -> dict[str, dict[str, Any] | None]:
    found: dict[str, dict[str, Any] | None] = yaml.safe_load((ROOT / "compose.yml").read_text())["networks"]
    return found


def package_of(service: str) -> str | None:
    """The package whose settings class a container's process reads."""
    name = service.split("-", maxsplit=1)[0]
    if name == "portal":
        return "portal"
    return f"{name}_svc" if name in SERVICES and not service.endswith("-db-serv") else None


def fields_of(package: str) -> dict[str, Any]:
    module = importlib.import_module(f"{package}.config")
    fields = module.Settings.model_fields
    return {name.upper(): field for name, field in fields.items()}


def test_only_nginx_publishes_a_port_and_only_to_this_machine() -> None:
    published = {name: service["ports"] for name, service in services().items() if "ports" in service}
    assert published == {"nginx": ["127.0.0.1:${PORT:-8080}:80"]}


def test_the_sample_shows_its_pages_to_this_machine_only() -> None:
    for name, service in project("compose.yml", "compose.sample.yml").items():
        for port in service.get("ports", []):
            assert port.startswith("127.0.0.1:"), name


def test_what_must_not_get_out_is_on_internal_networks() -> None:
    outward = {name for name, options in networks().items() if not (options or {}).get("internal")}
    assert outward == {"global-network", "mail-egress"}


@pytest.mark.parametrize("process", PROCESSES)
def test_a_process_is_on_the_networks_that_the_design_gives_it(process: str) -> None:
    given = {name.removesuffix("-network") for name in services()[process]["networks"]}
    assert {name for name in given if not name.endswith("-db")} == PROCESSES[process]


@pytest.mark.parametrize("name", ["users", "trends", "thinker", "tweeter"])
def test_a_database_is_reached_by_its_own_service_alone(name: str) -> None:
    network = f"{name}-db-network"
    members = {service for service, options in services().items() if network in options["networks"]}
    assert {member.split("-")[0] for member in members} == {name}
    assert services()[f"{name}-db-serv"]["networks"] == [network]


def test_nobody_else_is_on_the_mail_servers_network() -> None:
    members = [name for name, service in services().items() if "mail-egress" in service["networks"]]
    assert members == ["notify-serv"]


@pytest.mark.parametrize("file", ["compose.yml", "compose.sample.yml"])
def test_no_secret_has_a_default(file: str) -> None:
    for name, operator, default in INTERPOLATION.findall((ROOT / file).read_text()):
        if name in SECRETS:
            assert (operator, default) == (":?", "run make secrets"), name
        elif re.search(r"PASSWORD|SECRET|KEY$|TOKEN", name):
            assert default == "", name


def test_every_secret_that_compose_asks_for_is_one_that_make_secrets_writes() -> None:
    for file in ("compose.yml", "compose.sample.yml"):
        asked = {name for name, op, _ in INTERPOLATION.findall((ROOT / file).read_text()) if op == ":?"}
        assert asked <= set(SECRETS)


@pytest.mark.parametrize("files", [("compose.yml",), ("compose.yml", "compose.sample.yml")])
def test_every_variable_a_process_is_given_is_one_it_knows(files: tuple[str, ...]) -> None:
    for name, service in project(*files).items():
        package = package_of(name)
        if package and not name.endswith("-migrate"):
            unknown = set(service["environment"]) - set(fields_of(package)) - PROCESS_VARIABLES
            assert not unknown, f"{name} is given {unknown}"


@pytest.mark.parametrize("name", [n for n in PROCESSES if package_of(n)])
def test_every_process_is_given_what_it_cannot_start_without(name: str) -> None:
    fields = fields_of(package_of(name) or "")
    required = {variable for variable, field in fields.items() if field.is_required()}
    assert required <= set(services()[name]["environment"])


def test_every_setting_can_be_set_from_outside() -> None:
    """What somebody puts into .env reaches the process: nothing is silently ignored."""
    for package in ("portal", *(f"{name}_svc" for name in SERVICES)):
        given: set[str] = set()
        for name, service in services().items():
            if package_of(name) == package:
                given |= set(service["environment"])
        assert set(fields_of(package)) <= given, package


@pytest.mark.parametrize("name", sorted(yaml.safe_load((ROOT / "compose.yml").read_text())["services"]))
def test_a_container_can_do_no_more_than_it_must(name: str) -> None:
    service = services()[name]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["logging"]["options"]["max-size"]
    assert "privileged" not in service
    assert (
        service.get("read_only") or name == "rabbitmq"
    )  # its entrypoint writes configuration beside its own
    if (service.get("build") or {}).get("target") not in OUR_TARGETS and not name.startswith("ollama"):
        assert service["user"].split(":")[0] != "0"


def test_every_image_of_ours_ends_as_an_ordinary_user() -> None:
    stages = re.split(r"^FROM ", (ROOT / "Dockerfile").read_text(), flags=re.M)[1:]
    for stage in stages:
        name = stage.splitlines()[0].rpartition(" AS ")[2]
        if name in OUR_TARGETS:
            assert re.search(r"^USER (app|101:101)$", stage, re.M), name


def test_migrations_run_before_the_services_that_need_them() -> None:
    for name, service in services().items():
        if package_of(name) not in (None, "portal") and not name.endswith("-migrate"):
            needed = service["depends_on"][f"{name.split('-')[0]}-migrate"]
            assert needed == {"condition": "service_completed_successfully"}, name


def test_nginx_is_told_where_everything_is() -> None:
    template = (ROOT / "nginx" / "templates" / "default.conf.template").read_text()
    wanted = {name for name in re.findall(r"\$\{([A-Z_]+)\}", template) if name.endswith("_UPSTREAM")}
    environment = services()["nginx"]["environment"]
    assert wanted == {name for name in environment if name.endswith("_UPSTREAM")}
    for name in wanted:
        assert environment[name].split(":")[0] in services(), name
