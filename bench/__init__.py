"""The benchmarks: the market's verbs against the least PostgreSQL itself would have to do, measured in one run.

`manage.py bench` runs them; docs/performance.md says what they mean. One benchmark is one small file with a class that
follows bench.measuring.Bench, named in bench.catalogue.
"""
