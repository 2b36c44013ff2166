"""What pages and papers of figures say of a visit."""

from django import template

from opd.reporting import register as book

register = template.Library()

register.filter("age_then", book.age_of)
register.filter("diagnoses", book.diagnoses_of)
