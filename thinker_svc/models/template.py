"""Prompt templates."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from thinker_svc.models.base import Base
from thinker_svc.models.shelf import Head, Version


class PromptTemplate(Head, Base):
    """`kind`: question (the model adds one closing question) or post (it writes the whole post). One template
    of each kind is the default."""

    __tablename__ = "templates"
    __table_args__ = (
        Index(
            "uq_templates_name",
            text("lower(name)"),
            unique=True,
            postgresql_where=text("archived_at IS NULL"),
        ),
        Index("uq_templates_default", "kind", unique=True, postgresql_where=text("is_default")),
    )

    kind: Mapped[str] = mapped_column(String(10))


class TemplateVersion(Version, Base):
    __tablename__ = "template_versions"

    template_id: Mapped[UUID] = mapped_column(ForeignKey("templates.id"), primary_key=True)
