"""The parcha end to end: whole journeys in a real Chromium, by keyboard."""
