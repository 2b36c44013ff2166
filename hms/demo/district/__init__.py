"""A believable quarter of the whole district: 26 centres, 90 days, some 200,000 visits. Everybody is invented.

Not part of bin/run: `manage.py demo_district` fills an empty database with it, to try and measure boards and reports
on.
"""
