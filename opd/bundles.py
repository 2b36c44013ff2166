"""Putting kept content into a draft. Pure: what stands there already stays, nothing comes twice."""

from opd import drafts

SECTIONS = ("diagnoses", "medicines", "tests", "advice", "examination")


def content_of(draft: dict) -> dict:
    """What a bundle keeps of a draft. Complaints, history and everything else about one person stay out."""
    return {name: draft[name] for name in ("diagnoses", "medicines", "tests", "advice")}


def put_into(draft: dict, content: dict) -> dict:
    """The draft with `content` (any shape: it is tidied) added to it."""
    kept = drafts.tidy(content)
    return {
        **draft,
        "diagnoses": _joined(draft["diagnoses"], kept["diagnoses"], _named),
        "medicines": _joined(draft["medicines"], kept["medicines"], lambda row: (_named(row), row["strength"])),
        "tests": list(dict.fromkeys([*draft["tests"], *kept["tests"]])),
        "advice": _lines(draft["advice"], kept["advice"]),
        "examination": _lines(draft["examination"], kept["examination"]),
    }


def _joined(standing: list[dict], added: list[dict], key) -> list[dict]:
    there = {key(row) for row in standing}
    return [*standing, *(row for row in added if key(row) not in there)][: drafts.MOST_LINES]


def _named(row: dict):
    return row["code"] or row["en"].lower()


def _lines(standing: str, added: str) -> str:
    there = standing.split("\n")
    return "\n".join(filter(None, [standing, *(line for line in added.split("\n") if line not in there)]))
