"""What is read across models."""

from registration.selectors.queue import DepartmentCount, counts, queue

__all__ = ["DepartmentCount", "counts", "queue"]
