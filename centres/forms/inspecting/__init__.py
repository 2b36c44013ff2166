"""What inspectors and planners type."""
