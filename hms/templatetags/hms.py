"""Small words for templates: dates, ages, numbers as people here write them."""

from django import template

from hms.lib import dates, ids

register = template.Library()

register.filter("day", dates.format_day)
register.filter("moment", dates.format_moment)
register.filter("uhid", ids.format_uhid)
