"""The table of routes as data: `load` reads and checks route files, `table` looks routes up."""
