"""Webhooks: events that the Lag API posts to an address of the robot.

::

    from lagclient import webhooks

    event = webhooks.verify(body, headers, secret)        # in a web framework of your choice
    app = webhooks.WebhookApp(handle, secret)             # or: uvicorn robot:app

`signature` verifies that a request is the API's own, `app` receives such requests. Both need the
extra ``webhooks``, which is the library `standardwebhooks` and nothing else.
"""

from lagclient.webhooks.app import WebhookApp
from lagclient.webhooks.signature import sign, verify

__all__ = ["WebhookApp", "sign", "verify"]
