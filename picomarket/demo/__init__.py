"""The demo market: invented people and honest work, brought to life through the real verbs."""
