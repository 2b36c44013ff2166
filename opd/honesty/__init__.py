"""Questions about numbers that look unlikely: counted each night over the last full week, answered by the centre.

Every rule leaves out what is known to be innocent, says from which numbers on it asks, and never says who.
"""
