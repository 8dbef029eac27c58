"""Add the modules behind the public names of `lagclient`."""

import lagclient

hiddenimports = [f"lagclient.{module}" for module in vars(lagclient)["_EXPORTS"]]
