"""Numbers of pad slips as printed."""

from django import template

from registration import pad_numbers

register = template.Library()

register.filter("pad_serial", pad_numbers.show)
register.filter("pad_spoken", pad_numbers.spoken)
