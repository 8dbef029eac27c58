"""Add the modules of the models, which are imported with the first response of each."""

from lagclient import models

hiddenimports = [f"lagclient.models.{module}" for module in vars(models)["_EXPORTS"]]
