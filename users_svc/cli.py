"""``python -m users_svc.cli``: what an operator does on the machine itself."""

import click

from svckit.db import unit_of_work, utcnow
from users_svc.api.provided import provided
from users_svc.bootstrap import create_app
from users_svc.services import admins, audit, keys
from users_svc.services.emails import normalise_email, normalise_name


@click.group(help="Accounts and keys of this deployment. Reads the same settings as users-serv.")
@click.pass_context
def cli(context: click.Context) -> None:
    app = create_app(process="users-cli")
    context.with_resource(app.app_context())
    context.call_on_close(provided().db.engine.dispose)


@cli.command("create-admin")
@click.option("--email", required=True, help="Address of the first admin.")
@click.option("--name", required=True, help="How others see them.")
def create_admin(email: str, name: str) -> None:
    """Make the first admin and print a password that must be changed at the first sign-in.

    Does nothing when there is an admin already.
    """
    email, name = normalise_email(email), normalise_name(name)
    password = admins.one_time_password()
    password_hash = provided().newcomers.hasher.hash(password)
    with unit_of_work(provided().db) as session:
        made = admins.create_first(session, email=email, name=name, password_hash=password_hash)
    if not made:
        click.echo("There is an admin already; nothing was changed.")
        return
    click.echo(f"Admin: {email}")
    click.echo(f"One-time password: {password}")
    click.echo("It is shown this once. Change it at the first sign-in.")


@cli.command("rotate-keys")
@click.option("--revoke-old", is_flag=True, help="Stop publishing the old keys at once: one has leaked.")
def rotate_keys(revoke_old: bool) -> None:
    """Sign access tokens with a new key from now on. Running processes follow within 30 seconds."""
    with unit_of_work(provided().db) as session:
        key = keys.rotate(session, provided().seal, utcnow(), revoke_old=revoke_old)
    click.echo(f"New signing key: {key.kid}")


@cli.command("verify-audit")
def verify_audit() -> None:
    """Check the chain of the audit log; ends with code 1 when a line was altered or removed."""
    with unit_of_work(provided().db) as session:
        broken = audit.first_broken(session)
    if broken is not None:
        raise click.ClickException(f"The audit log was altered at line {broken}.")
    click.echo("The audit log holds.")


if __name__ == "__main__":
    cli()
