"""The database of tweeter_svc: one extension, one metadata."""

from sqlalchemy.orm import DeclarativeBase

from svckit.db import TYPES, make_db, make_metadata


class Base(DeclarativeBase):
    """Base of this service's tables."""

    metadata = make_metadata()
    type_annotation_map = TYPES


db = make_db(Base)
