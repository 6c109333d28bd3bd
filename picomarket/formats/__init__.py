"""How dates and numbers are written, in the order and with the signs of each language. Digits are Latin everywhere."""
