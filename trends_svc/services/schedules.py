"""When a watch asks again: by the hour, the day or the week, on somebody's clock."""

from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, field_validator

Every = Literal["hourly", "daily", "weekly"]


class Schedule(BaseModel):
    """``at``: minute of the hour (hourly: "00:MM"), or time of day; ``weekday``: 0 is Monday."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    every: Every = "daily"
    at: str = Field(default="08:00", pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$", description="HH:MM")
    weekday: int = Field(default=0, ge=0, le=6, description="0 is Monday; for weekly ones.")
    timezone: str = Field(default="UTC", max_length=60, description="Such as Europe/Lisbon.")

    @field_validator("timezone")
    @classmethod
    def _known(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"{name!r} isn't a timezone we know; write it like Europe/Lisbon") from error
        return name

    def after(self, moment: datetime) -> datetime:
        """The first time of the schedule after a moment, in UTC.

        On the day the clocks change, an hour that isn't there is taken for the one after it, and one that
        is there twice for its first.
        """
        zone = ZoneInfo(self.timezone)
        hour, minute = (int(part) for part in self.at.split(":"))
        if self.every == "hourly":
            found = moment.astimezone(UTC).replace(minute=minute, second=0, microsecond=0)
            return found if found > moment else found + timedelta(hours=1)
        local = moment.astimezone(zone)
        for ahead in range(9):
            day = local.date() + timedelta(days=ahead)
            if self.every == "weekly" and day.weekday() != self.weekday:
                continue
            found = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC)
            if found > moment:
                return found
        raise AssertionError("a week has every weekday")
