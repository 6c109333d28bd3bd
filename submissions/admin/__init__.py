"""The staff's pages of submissions."""

from . import cosigns, submissions

__all__ = ["cosigns", "submissions"]
