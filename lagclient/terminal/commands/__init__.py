"""The commands of ``lag``, a module for each family."""
