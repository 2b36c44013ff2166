"""What apps above may want to know."""

from django.dispatch import Signal

# Sent inside the transaction that opens a new centre, with `centre` and `by`.
centre_opened = Signal()
