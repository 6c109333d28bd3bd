"""The demo bank: a small institution outside the market, for development and tests.

It has its own state, its own clock and its own mind: it takes payments on a checkout page, pays out to
accounts, tells the market by signed webhooks, and misbehaves when asked to. The market knows it only by HTTP.
"""
