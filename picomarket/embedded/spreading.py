"""Which tests one process has all of: those of a file that makes dearly what its tests share."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

# The beginning of a test's address, and what the ones that begin so share.
TOGETHER = {
    "tests/test_authorisation.py": "a market everybody visits",
    "tests/browser/test_journeys.py": "the payouts of the market",
    "tests/browser/test_reach.py": "people of its own",
    "tests/browser/test_working.py": "work of its own",
    "tests/test_bootstrap.py": "an environment",
    "tests/test_demo.py": "the demo market",
    "tests/test_run.py": "a market as it runs",
    "tests/test_words.py": "the words of the sources",
    "wallet/tests/rail_contract/": "a node of Litecoin",
    "wallet/tests/test_litecoin_": "a node of Litecoin",
}


class Spreading(LoadScopeScheduling):
    """One test after the other to whoever is free, and those of TOGETHER first, each lot to one process."""

    def _split_scope(self, nodeid: str) -> str:
        return next((shared for start, shared in TOGETHER.items() if nodeid.startswith(start)), nodeid)
