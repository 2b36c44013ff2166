"""Pages of the day, the week and the month; each counts within the reader's scope (opd/reporting/scope.py)."""
