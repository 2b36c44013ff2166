"""The day, the week and the month of a centre and of the district, counted out of the same rows that care leaves."""
