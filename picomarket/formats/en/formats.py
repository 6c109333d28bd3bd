"""English as the whole world reads it: the day before the month, and twenty-four hours."""

DATE_FORMAT = SHORT_DATE_FORMAT = "j M Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j M Y, H:i"
# With the day of the week, where the year goes without saying.
SHORT_DATETIME_FORMAT = "D j M, H:i"
# With the day of the week and the year, and with the whole month, as on papers.
FULL_DATE_FORMAT = "D j M Y"
FULL_DATETIME_FORMAT = "D j M Y, H:i"
LONG_DATE_FORMAT = "j F Y"
LONG_DATETIME_FORMAT = "j F Y, H:i"
MONTH_DAY_FORMAT = "j F"
YEAR_MONTH_FORMAT = "F Y"
FIRST_DAY_OF_WEEK = 1
