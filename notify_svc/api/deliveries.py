"""``/api/v1/notify/deliveries``: the e-mail log."""

from flask import Response, jsonify

from notify_svc import queries
from notify_svc.api.schemas import DeliveriesOut, DeliveriesQuery, DeliveryOut
from notify_svc.models import db
from notify_svc.services import log
from svckit.auth import ADMIN
from svckit.db import unit_of_work
from svckit.schemas import IdPath
from svckit.web import Resource

deliveries = Resource("deliveries", __name__, url_prefix="/api/v1/notify/deliveries", tag="E-mails")


@deliveries.get("", permission=ADMIN, summary="Every e-mail, newest first", responses={200: DeliveriesOut})
def list_deliveries(query: DeliveriesQuery) -> Response:
    with unit_of_work(db) as session:
        page = queries.deliveries(
            session, state=query.state, query=query.q, cursor=query.cursor, limit=query.limit
        )
        out = DeliveriesOut(
            items=[DeliveryOut.of(row) for row in page.items],
            next=page.next,
            counts=queries.delivery_counts(session),
        )
    return jsonify(out.model_dump(mode="json"))


@deliveries.post(
    "/<uuid:id>/resend",
    permission=ADMIN,
    summary="Send a failed or unsure e-mail again",
    responses={200: DeliveryOut},
)
def resend(path: IdPath) -> Response:
    """An unsure one may then arrive twice: you decide. 409 `wrong-state` for any other."""
    with unit_of_work(db) as session:
        row = log.resend(session, path.id)
        out = DeliveryOut.of(row)
    return jsonify(out.model_dump(mode="json"))
