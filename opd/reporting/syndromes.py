"""Form S out of the complaints that were written: which syndrome a visit shows, by age and sex. Pure.

Source: IDSP form S as known from memory (catalogue/idsp_rows.csv), to be reviewed by the District Surveillance Unit. A
complaint without a written duration counts on the shorter line; what nobody wrote is not guessed.
"""

from collections.abc import Iterable

COLUMNS = ("male_under_5", "male_5", "female_under_5", "female_5", "total")
FEVER = {"fever", "fever with chills"}
BLEEDING = {"nose bleed", "bleeding gums", "blood in vomit", "blood in stool"}
DAZED = {"unconsciousness", "fits with fever in child"}
COUGH = {"cough", "cough with sputum"}
LOOSE = {"loose motions"}
DEHYDRATION = "E86"
IN_DAYS = {"घंटे": 0, "दिन": 1, "हफ्ते": 7, "महीने": 30, "साल": 365}


def syndromes(complaints: Iterable[dict], codes: set[str]) -> set[str]:
    """Codes of the lines on which a visit with these complaints and signed diagnoses stands."""
    lasting = {one["en"].lower(): days(one.get("for", "")) for one in complaints}
    found, names = set(), set(lasting)
    if fever := names & FEVER:
        found |= _fever(max(lasting[name] for name in fever), names)
    if cough := names & COUGH:
        found.add("S06" if max(lasting[name] for name in cough) < 21 else "S07")
    if names & LOOSE and max(lasting[name] for name in names & LOOSE) < 14:
        found.add("S10" if "blood in stool" in names else "S08" if DEHYDRATION in codes else "S09")
    if lasting.get("yellow eyes / jaundice", 99) < 28:
        found.add("S11")
    return found


def _fever(length: int, names: set[str]) -> set[str]:
    if length >= 7:
        return {"S05"}
    with_it = {"S02": {"rash"}, "S03": BLEEDING, "S04": DAZED}
    return {code for code, signs in with_it.items() if names & signs} or {"S01"}


def days(lasting: str) -> int:
    """ "3 दिन" as 3; 0 where nothing or other words were written."""
    number, _space, unit = lasting.partition(" ")
    return int(number) * IN_DAYS[unit] if number.isascii() and number.isdigit() and unit in IN_DAYS else 0


def column(sex: str, years: int) -> str | None:
    """None for other sexes: form S has no column for them, they stand in the total."""
    if sex not in {"M", "F"}:
        return None
    return f"{'male' if sex == 'M' else 'female'}_{'under_5' if years < 5 else '5'}"
