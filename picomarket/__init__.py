"""Picomarket: a micro-task marketplace."""
