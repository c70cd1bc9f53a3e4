"""A service's web app: routes that state their permission, problem+json, health, metrics, docs.

Deny by default: a route without a permission can't be registered, and one that slipped in is refused.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import prometheus_client
from flask import Flask, Response, g, jsonify, request
from flask.json.provider import DefaultJSONProvider
from flask_openapi3 import APIBlueprint, Info, OpenAPI, Tag

from svckit import auth, context, errors, health, logging
from svckit.auth import Permission, Principal
from svckit.problems import Forbidden, Unauthorized
from svckit.schemas import HealthDocument, ProblemDocument

log = logging.get(__name__)
MAX_BODY_BYTES = 2 * 1024 * 1024
SERVED = prometheus_client.Histogram(
    "http_request_seconds",
    "Time to answer",
    ["route", "method", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
DOCS = {"openapi", "swagger"}
"""Blueprints of flask-openapi3: the API's own documentation, open to everybody."""

_PERMISSION = "__permission__"
View = TypeVar("View", bound=Callable[..., Any])
PROBLEM_RESPONSE = {
    "description": "A problem (RFC 9457)",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}},
}


class _Json(DefaultJSONProvider):
    sort_keys = False
    compact = True


class Resource(APIBlueprint):
    """A blueprint whose routes each need ``permission=``.

    ``@searches.get("/<uuid:id>", permission=VIEWER, responses={200: Search})``
    """

    def __init__(self, name: str, import_name: str, *, url_prefix: str, tag: str) -> None:
        super().__init__(
            name,
            import_name,
            url_prefix=url_prefix,
            abp_tags=[Tag(name=tag)],
            # 422 by name, else flask-openapi3 documents its own shape for it.
            abp_responses={"default": dict(PROBLEM_RESPONSE), "422": dict(PROBLEM_RESPONSE)},
        )

    def _add_url_rule(
        self,
        rule: str,
        endpoint: Any = None,
        view_func: Any = None,
        provide_automatic_options: Any = None,
        **options: Any,
    ) -> None:
        permission = options.pop("permission", None)
        if not isinstance(permission, Permission):
            raise TypeError(f"{rule}: state its permission, e.g. permission=AUTHOR")
        setattr(view_func, _PERMISSION, permission)
        super()._add_url_rule(rule, endpoint, view_func, provide_automatic_options, **options)

    def get(self, rule: str, **options: Any) -> Callable[[View], View]:
        return super().get(rule, **_documented(options))

    def post(self, rule: str, **options: Any) -> Callable[[View], View]:
        return super().post(rule, **_documented(options))

    def put(self, rule: str, **options: Any) -> Callable[[View], View]:
        return super().put(rule, **_documented(options))

    def patch(self, rule: str, **options: Any) -> Callable[[View], View]:
        return super().patch(rule, **_documented(options))

    def delete(self, rule: str, **options: Any) -> Callable[[View], View]:
        return super().delete(rule, **_documented(options))


def _documented(options: dict[str, Any]) -> dict[str, Any]:
    """Say in the OpenAPI document what the permission asks."""
    permission = options.get("permission")
    if isinstance(permission, Permission):
        label = permission.role.label if permission.role else "public"
        options.setdefault("openapi_extensions", {"x-permission": label})
        if permission.role:
            options.setdefault("security", [{"bearer": []}])
    return options


def permission_of(view: Callable[..., Any]) -> Permission | None:
    """What a registered view asks of its caller; None when it doesn't say (which is refused)."""
    found: Permission | None = getattr(view, _PERMISSION, None)
    return found


def public(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view outside of a Resource as open to everybody."""
    setattr(view, _PERMISSION, auth.PUBLIC)
    return view


def current() -> Principal:
    """The verified caller of the request in hand.

    Raises:
        Unauthorized: a public route was called without a token.
    """
    principal: Principal | None = g.get("principal")
    if principal is None:
        raise Unauthorized("sign-in-required", "Send an access token: Authorization: Bearer <token>.")
    return principal


@dataclass(frozen=True)
class Status:
    """What the admin's health page asks of a service beyond its checks."""

    outbox: Callable[[], dict[str, Any]] | None = None
    processes: Callable[[], list[dict[str, object]]] | None = None


def create_service_app(
    service: str,
    *,
    title: str,
    version: str,
    keys: auth.KeySource,
    blueprints: Sequence[APIBlueprint],
    checks: Sequence[health.Check],
    status: Status | None = None,
    log_level: str = "INFO",
    process: str | None = None,
) -> Flask:
    """The Flask app of a service.

    Args:
        service: ``users``, ``trends`` …: also the prefix of its docs and health routes.
        title, version: for the OpenAPI document.
        keys: the public keys of access tokens.
        blueprints: the resources.
        checks: dependencies for ``/readyz``.
        status: what ``GET /api/v1/<service>/health`` adds.
    """
    logging.configure(service, process or f"{service}-serv", log_level)
    app = OpenAPI(
        service,
        info=Info(title=title, version=version),
        security_schemes={"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        doc_prefix=f"/api/v1/{service}/docs",
        validation_error_callback=errors.validation_response,
        validation_error_model=ProblemDocument,
        static_folder=None,
    )
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.json = _Json(app)
    app.url_map.strict_slashes = False
    errors.install(app)
    _install_request_hooks(app, auth.TokenVerifier(keys))
    app.register_api(_health_resource(service, version, checks, status or Status()))
    for blueprint in blueprints:
        app.register_api(blueprint)
    _add_probes(app, checks)
    return app


def _install_request_hooks(app: Flask, verifier: auth.TokenVerifier) -> None:
    @app.before_request
    def begin() -> None:
        g.started = time.perf_counter()
        rid, trace = context.adopt(dict(request.headers))
        g.bound = context.bound(rid, trace)
        g.bound.__enter__()
        if request.endpoint is not None and request.blueprint not in DOCS:
            _authorize(app.view_functions[request.endpoint], verifier)

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers[context.REQUEST_ID_HEADER] = context.request_id()
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        seconds = time.perf_counter() - g.get("started", time.perf_counter())
        route = request.url_rule.rule if request.url_rule else "none"
        SERVED.labels(route, request.method, response.status_code).observe(seconds)
        if route not in {"/healthz", "/readyz", "/metrics"}:
            principal = g.get("principal")
            log.info(
                "http.request",
                method=request.method,
                path=request.path,
                status=response.status_code,
                ms=round(seconds * 1000, 1),
                user=str(principal.id) if principal else None,
            )
        return response

    @app.teardown_request
    def end(_error: BaseException | None) -> None:
        bound = g.pop("bound", None)
        if bound is not None:
            bound.__exit__(None, None, None)


def _authorize(view: Callable[..., Any], verifier: auth.TokenVerifier) -> None:
    permission = permission_of(view)
    if permission is None:
        raise Forbidden("no-permission-stated", "This route doesn't say who may use it, so nobody may.")
    if permission.role is None:
        return
    header = request.headers.get("Authorization", "")
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthorized("sign-in-required", "Send an access token: Authorization: Bearer <token>.")
    principal = verifier.verify(token.strip())
    g.principal = principal
    if not permission.allows(principal):
        raise Forbidden(
            "role-required",
            f"This needs the role {permission.role.label}; yours is {principal.role.label}. "
            "Ask an admin to change it.",
            required_role=permission.role.label,
        )


def _add_probes(app: Flask, checks: Sequence[health.Check]) -> None:
    @public
    def healthz() -> Response:
        return jsonify({"status": "ok"})

    @public
    def readyz() -> tuple[Response, int]:
        results = health.run(checks)
        ok = all(result.ok for result in results)
        body = {"status": "ok" if ok else "not-ready", "checks": health.as_dicts(results)}
        return jsonify(body), 200 if ok else 503

    @public
    def metrics() -> Response:
        return Response(
            prometheus_client.generate_latest(), content_type=prometheus_client.CONTENT_TYPE_LATEST
        )

    app.add_url_rule("/healthz", view_func=healthz)
    app.add_url_rule("/readyz", view_func=readyz)
    app.add_url_rule("/metrics", view_func=metrics)


def _health_resource(service: str, version: str, checks: Sequence[health.Check], status: Status) -> Resource:
    resource = Resource("service_health", __name__, url_prefix=f"/api/v1/{service}", tag="Health")

    @resource.get(
        "/health",
        permission=auth.ADMIN,
        summary="How this service and its processes are",
        responses={200: HealthDocument},
    )
    def read_health() -> Response:
        results = health.run(checks)
        return jsonify(
            {
                "service": service,
                "version": version,
                "ok": all(result.ok for result in results),
                "checks": health.as_dicts(results),
                "outbox": _quietly(status.outbox),
                "processes": _quietly(status.processes) or [],
            }
        )

    return resource


def _quietly(read: Callable[[], Any] | None) -> Any:
    """A part of the status that can't be read is shown as missing; the rest still is."""
    if read is None:
        return None
    try:
        return read()
    except Exception as error:  # noqa: BLE001 - the checks say already what is down
        log.warning("health.part_failed", error=repr(error)[:300])
        return None
