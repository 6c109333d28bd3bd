"""The staff's pages of people and of how they stand."""

from . import people, sanctions

__all__ = ["people", "sanctions"]
