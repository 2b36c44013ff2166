"""One test, many patients: the same boxes as in a patient's own grid."""

from labs.forms.results import ResultsForm


class RunForm(ResultsForm):
    """`rows` are of one test and of many visits. Boxes left empty wait."""
