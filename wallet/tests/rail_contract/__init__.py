"""The contract every rail keeps, asked of each through the wallet's own verbs and books.

docs/rails/README.md has it in words; the world behind a rail is its ``Outside`` (wallet/tests/outside).
"""
