"""What the laboratory tells those above it. Sent after the commit.

`orders_changed(visit)`: something was ordered, collected or cancelled.
`results_released(visit, report, orders)`: a report has a first, further or amended version.
"""

from django.dispatch import Signal

orders_changed = Signal()
results_released = Signal()
