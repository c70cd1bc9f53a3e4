"""The Base of this service's tables, and its database."""

from sqlalchemy import text
from sqlalchemy.orm import DeclarativeBase

from svckit.db import TYPES, make_db, make_metadata


class Base(DeclarativeBase):
    metadata = make_metadata()
    type_annotation_map = TYPES


db = make_db(Base)

# An older version that still runs writes rows without these.
NO_ITEMS = text("'[]'::jsonb")
NO_MEMBERS = text("'{}'::jsonb")
