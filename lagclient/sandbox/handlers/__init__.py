"""What each route does: one module for each family of routes, found by being in this folder."""
