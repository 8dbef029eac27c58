"""Images: `upload`."""

from __future__ import annotations

from typing import Any, Optional, get_args

import click

from lagclient.terminal.command import Command
from lagclient.terminal.invocation import current
from lagclient.terminal.uploading import Bar


def _purposes(_context: click.Context, _param: click.Parameter, value: str) -> Any:
    from lagclient.models import ImagePurpose

    if value not in get_args(ImagePurpose):
        choices = ", ".join(get_args(ImagePurpose))
        raise click.BadParameter(f"must be one of {choices}, not {value!r}")
    return value


@click.command(cls=Command)
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--purpose", default="chat", show_default=True, callback=_purposes)
@click.option("--alt", help="Alternative text.")
def upload(file: str, purpose: Any, alt: Optional[str]) -> None:
    """Upload an image, and print its id."""
    run = current()
    options = {} if alt is None else {"alt": alt}
    with run.client() as client, Bar(file) as bar:
        image = client.images.upload(file, purpose=purpose, progress=bar, **options)
    run.output.one(image, image.id)
