"""The pages of the tasks app: finding work, posting it, managing it."""
