"""Portuguese as in Brazil."""

DATE_FORMAT = SHORT_DATE_FORMAT = r"j \d\e b \d\e Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = r"j \d\e b \d\e Y, H:i"
SHORT_DATETIME_FORMAT = r"D, j \d\e b, H:i"
FULL_DATE_FORMAT = r"D, j \d\e b \d\e Y"
FULL_DATETIME_FORMAT = r"D, j \d\e b \d\e Y, H:i"
LONG_DATE_FORMAT = r"j \d\e F \d\e Y"
LONG_DATETIME_FORMAT = r"j \d\e F \d\e Y, H:i"
MONTH_DAY_FORMAT = r"j \d\e F"
YEAR_MONTH_FORMAT = r"F \d\e Y"
FIRST_DAY_OF_WEEK = 0

DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "."
NUMBER_GROUPING = 3
