"""What the table is compiled to beside the package: the TypeScript SDK and ``openapi.json``.

The wheel does not have this folder, because only a checkout has these files.
"""
