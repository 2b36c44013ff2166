"""What is read across models."""

from registration.selectors.queue import DepartmentCount, counts, open_departments, queue

__all__ = ["DepartmentCount", "counts", "open_departments", "queue"]
