"""What is trending, asked while somebody waits: by source, kept a while, honest about its age."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta

import redis

from trends_svc.services.sources import Busy, SourceError, TrendingSource
from trends_svc.services.trending import Trend, Trending

FRESH = timedelta(minutes=10)
KEEP_SECONDS = 24 * 3600


class TrendingDesk:
    """What is trending, by source; answers are kept in Redis.

    Args:
        sources: whom to ask, by name.
        store: Redis.
        sample: sources whose numbers are made up here.
    """

    def __init__(
        self,
        sources: Mapping[str, TrendingSource],
        *,
        store: str,
        sample: Collection[str],
        clock: Callable[[], datetime],
    ) -> None:
        self._sources, self._sample, self._clock = sources, sample, clock
        self._store = redis.Redis.from_url(store, socket_timeout=2, socket_connect_timeout=2)

    def read(self, source: str, geo: str) -> Trending | None:
        """What is trending. An answer up to 10 minutes old is as good as a new one; when the source doesn't
        answer, one of the last day is given with its ``as_of`` and ``stale``. Of a source that isn't asked
        but uploaded, the last upload; None where there is none.

        Raises:
            SourceError | Busy: and nothing is kept.
        """
        known = self._kept(source, geo)
        if source not in self._sources or (known is not None and known.as_of > self._clock() - FRESH):
            return known
        try:
            items = self._sources[source].now(geo)
        except (SourceError, Busy):
            if known is None:
                raise
            return known.model_copy(update={"stale": True})
        found = Trending(
            source=source,
            geo=geo,
            as_of=self._clock(),
            sample=source in self._sample,
            stale=False,
            items=items,
        )
        self._keep(found)
        return found

    def put(self, source: str, geo: str, items: list[Trend]) -> Trending:
        """Keep what somebody uploaded, for a day.

        Raises:
            redis.RedisError: it isn't kept.
        """
        started = [item.started_at for item in items if item.started_at is not None]
        now = self._clock()
        as_of = min(max(started, default=now), now)
        made = Trending(source=source, geo=geo, as_of=as_of, sample=False, stale=False, items=items)
        self._store.set(key_of(source, geo), made.model_dump_json(), ex=KEEP_SECONDS)
        return made

    def _kept(self, source: str, geo: str) -> Trending | None:
        try:
            return understood(self._store.get(key_of(source, geo)))
        except redis.RedisError:
            return None

    def _keep(self, found: Trending) -> None:
        try:
            self._store.set(key_of(found.source, found.geo), found.model_dump_json(), ex=KEEP_SECONDS)
        except redis.RedisError:
            return


def key_of(source: str, geo: str) -> str:
    """Where Redis has what a source said of a country."""
    return f"trends:trending:{source}:{geo}"


def understood(found: object) -> Trending | None:
    """What Redis had; None where it had nothing, or what another version kept."""
    try:
        return Trending.model_validate_json(found) if isinstance(found, bytes) else None
    except ValueError:
        return None
