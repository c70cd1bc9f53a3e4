"""pytest fixtures: real servers, started once a session when first asked for.

``pytest_plugins = ["svckit.testing.plugin"]`` stands in the root conftest.
"""

import itertools
import shutil
import signal
from collections.abc import Callable, Iterator

import pytest
import redis

from svckit.testing import servers
from svckit.testing.tokens import Issuer, serve_jwks

_databases = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[servers.Postgres]:
    folder = servers.temporary_folder("test-postgres-")
    started = servers.Postgres(folder)
    started.server.start()
    yield started
    started.server.stop(signal.SIGINT)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def new_database(postgres: servers.Postgres) -> Callable[[], str]:
    """Each call makes an empty database and returns its SQLAlchemy URL."""
    return postgres.new_database


@pytest.fixture(scope="session")
def valkey() -> Iterator[servers.Valkey]:
    folder = servers.temporary_folder("test-valkey-")
    started = servers.Valkey(folder)
    started.server.start()
    yield started
    started.server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def redis_url(valkey: servers.Valkey) -> str:
    """A logical database of Valkey, empty, that no other test uses at the same time."""
    url = valkey.url(next(_databases) % 190 + 1)
    # There are more tests than databases: this one may have been somebody's before.
    with redis.Redis.from_url(url) as client:
        client.flushdb()
    return url


@pytest.fixture(scope="session")
def rabbitmq() -> Iterator[servers.RabbitMq]:
    folder = servers.temporary_folder("test-rabbitmq-")
    started = servers.RabbitMq(folder).start()
    yield started
    started.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def rabbitmq_url(rabbitmq: servers.RabbitMq) -> str:
    """The broker, without any queue of the tests before."""
    rabbitmq.empty()
    return rabbitmq.url()


@pytest.fixture(params=["amqp", "redis"])
def events_url(request: pytest.FixtureRequest) -> str:
    """A broker for events, once of each kind."""
    if request.param == "amqp":
        return str(request.getfixturevalue("rabbitmq_url"))
    return str(request.getfixturevalue("redis_url"))


@pytest.fixture(scope="session")
def issuer() -> Issuer:
    """Signs access tokens that ``jwks_url`` verifies."""
    return Issuer()


@pytest.fixture(scope="session")
def jwks_url(issuer: Issuer) -> Iterator[str]:
    with serve_jwks(issuer) as url:
        yield url
