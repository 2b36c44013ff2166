"""Everything between a checkout with its packages installed and a hospital system that answers."""
