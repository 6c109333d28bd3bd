"""The words people read, in every language: found in the sources, kept in locale/, proved whole, compiled.

All of it is Python, so that a fresh machine needs no gettext of its own.
"""
