"""The staff's pages of people and of how they stand, of the market's rules and of ready texts."""

from . import groups, identities, links, people, ready_texts, rules, sanctions

__all__ = ["groups", "identities", "links", "people", "ready_texts", "rules", "sanctions"]
