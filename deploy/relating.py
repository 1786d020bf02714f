"""The command that confirms or refuses what a record is found to say of another: relation."""

from __future__ import annotations

import click

from catalogue.errors import BadId, NotFound
from catalogue.vocab import Said, vocabulary
from deploy import opening
from deploy.opening import WrongUse
from deploy.settings import Settings

SAID = {"confirm": Said.CONFIRMED, "refuse": Said.REFUSED}
DONE = {Said.CONFIRMED: "تأیید شد | confirmed", Said.REFUSED: "رد شد | refused"}


@click.command()
@click.argument("what", metavar="confirm|refuse", type=click.Choice(list(SAID)))
@click.argument("record_id", metavar="ID")
@click.argument("kind", metavar="TYPE", type=click.Choice(list(vocabulary("relation_types"))))
@click.argument("to", metavar="TO")
@click.pass_obj
def relation(settings: Settings, what: str, record_id: str, kind: str, to: str) -> None:
    """Confirm or refuse what the record ID says of another; TO is its words (`to_raw`) or the id of the other one."""
    opening.require_store(settings)
    catalogue = opening.open_to_act(settings, "relation", f"{what} · {record_id} · {kind}")
    try:
        count = catalogue.judge(record_id, kind, to, SAID[what])
    except BadId:
        raise WrongUse(f"شناسه درست نیست: {record_id} | mistyped id: {record_id}") from None
    except NotFound as missing:
        raise WrongUse(_missing(missing, record_id, kind)) from None
    click.echo(f"{DONE[SAID[what]]}: {record_id} {kind} ({count})")


def _missing(missing: NotFound, record_id: str, kind: str) -> str:
    if missing.what == "record":
        return f"چنین رکوردی نیست: {record_id} | no such record: {record_id}"
    return (
        f"{record_id} چنین پیوندی ندارد ({kind})؛ /api/v1/records/{record_id}/relations را ببینید | "
        f"{record_id} has no such relation ({kind}): see /api/v1/records/{record_id}/relations"
    )


COMMANDS = (relation,)
