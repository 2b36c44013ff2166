"""An existing register out of a CSV or XLSX file: read safely, columns matched, rows understood, people compared.

Nothing here writes; registration.services.importing does.
"""
