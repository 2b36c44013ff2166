"""Results worked out from others of the same visit: formula, source, and when there is none. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from hms.lib.text import clean


class NotComputable(Exception):
    """The formula does not hold here. `hindi` and `english` say why, for the report."""

    def __init__(self, hindi: str, english: str):
        super().__init__(english)
        self.hindi, self.english = hindi, english


@dataclass(frozen=True)
class Person:
    """Whom the values are of: sex F, M or O, completed years or None, and whether pregnant."""

    sex: str = ""
    years: int | None = None
    pregnant: bool | None = None


@dataclass(frozen=True)
class Formula:
    """`needs` are test codes; `units` the units they and the result must have: we never convert silently."""

    code: str
    needs: tuple[str, ...]
    units: tuple[str, ...]
    words: str
    source: str
    work_out: Callable[..., Decimal]
    limits: str = ""


FRIEDEWALD = "Friedewald, Levy, Fredrickson. Clin Chem 1972;18:499-502"
INDICES = "Wintrobe's red cell indices; Dacie and Lewis, Practical Haematology"
TIETZ = "Tietz Textbook of Clinical Chemistry"
HIGHEST_TG = 400  # mg/dL
TOO_FAT = (
    f"निकाला नहीं गया: ट्राइग्लिसराइड {HIGHEST_TG} mg/dL से ऊपर",
    f"not computed: triglycerides above {HIGHEST_TG} mg/dL",
)
YOUNGEST_EGFR = 18  # years


def compute(formula: Formula, values: dict[str, Decimal], person: Person, decimals: int) -> Decimal:
    """The result, rounded half up to `decimals`. Raises NotComputable where the formula does not hold."""
    number = formula.work_out(*(values[code] for code in formula.needs), person)
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def said(error: NotComputable) -> str:
    """As it stands on the report in the value's place."""
    return clean(f"{error.hindi} / {error.english}")


def ldl(chol, hdl, tg, person):
    if tg > HIGHEST_TG:
        raise NotComputable(
            f"निकाला नहीं गया: ट्राइग्लिसराइड {HIGHEST_TG} mg/dL से ऊपर",
            f"not computed: triglycerides above {HIGHEST_TG} mg/dL",
        )
    return _positive(chol - hdl - tg / 5)


def vldl(tg, person):
    if tg > HIGHEST_TG:
        raise NotComputable(
            f"निकाला नहीं गया: ट्राइग्लिसराइड {HIGHEST_TG} mg/dL से ऊपर",
            f"not computed: triglycerides above {HIGHEST_TG} mg/dL",
        )
    return tg / 5


def egfr(creatinine, person):
    """mL/min/1.73 m² from creatinine in mg/dL; adults whose sex is F or M, not in pregnancy."""
    if person.years is None or person.years < YOUNGEST_EGFR:
        raise NotComputable("निकाला नहीं गया: सिर्फ़ 18 साल या ऊपर", "not computed: only from 18 years on")
    if person.sex not in {"F", "M"}:
        raise NotComputable("निकाला नहीं गया: फ़ॉर्मूला स्त्री या पुरुष का ही है", "not computed: formula needs female or male")
    if person.pregnant and person.sex == "F":
        raise NotComputable("निकाला नहीं गया: गर्भावस्था में सही नहीं", "not computed: not valid in pregnancy")
    kappa, alpha, factor = (0.7, -0.241, 1.012) if person.sex == "F" else (0.9, -0.302, 1.0)
    ratio = float(_divisor(creatinine)) / kappa
    return Decimal(str(142 * min(ratio, 1) ** alpha * max(ratio, 1) ** -1.2 * 0.9938**person.years * factor))


def _positive(number: Decimal) -> Decimal:
    if number < 0:
        raise NotComputable("निकाला नहीं गया: अंक मेल नहीं खाते", "not computed: the values do not fit together")
    return number


def _divisor(number: Decimal) -> Decimal:
    if not number:
        raise NotComputable("निकाला नहीं गया: अंक मेल नहीं खाते", "not computed: the values do not fit together")
    return number


FORMULAS = {
    formula.code: formula
    for formula in (
        Formula(
            *("LDL", ("CHOL", "HDL", "TG"), ("mg/dL",) * 4, "CHOL - HDL - TG/5", FRIEDEWALD, ldl),
            limits=f"TG <= {HIGHEST_TG} mg/dL",
        ),
        Formula(
            *("VLDL", ("TG",), ("mg/dL",) * 2, "TG/5", FRIEDEWALD, vldl),
            limits=f"TG <= {HIGHEST_TG} mg/dL",
        ),
        Formula(
            *("EAG", ("HBA1C",), ("%", "mg/dL"), "28.7 x HbA1c - 46.7"),
            "Nathan et al. Diabetes Care 2008;31:1473-1478",
            lambda hba1c, person: _positive(Decimal("28.7") * hba1c - Decimal("46.7")),
        ),
        Formula(
            *("MCV", ("PCV", "RBC"), ("%", "million/uL", "fL"), "PCV x 10 / RBC", INDICES),
            lambda pcv, rbc, person: pcv * 10 / _divisor(rbc),
        ),
        Formula(
            *("MCH", ("HB", "RBC"), ("g/dL", "million/uL", "pg"), "HB x 10 / RBC", INDICES),
            lambda hb, rbc, person: hb * 10 / _divisor(rbc),
        ),
        Formula(
            *("MCHC", ("HB", "PCV"), ("g/dL", "%", "g/dL"), "HB x 100 / PCV", INDICES),
            lambda hb, pcv, person: hb * 100 / _divisor(pcv),
        ),
        Formula(
            *("GLOB", ("TP", "ALB"), ("g/dL",) * 3, "TP - ALB", TIETZ),
            lambda tp, alb, person: _positive(tp - alb),
        ),
        Formula(
            *("AGR", ("ALB", "TP"), ("g/dL", "g/dL", ""), "ALB / (TP - ALB)", TIETZ),
            lambda alb, tp, person: alb / _divisor(_positive(tp - alb)),
        ),
        Formula(
            *("BILI", ("BILT", "BILD"), ("mg/dL",) * 3, "BILT - BILD", TIETZ),
            lambda total, direct, person: _positive(total - direct),
        ),
        Formula(
            *("EGFR", ("CREAT",), ("mg/dL", "mL/min/1.73m2"), "CKD-EPI 2021, creatinine"),
            "Inker et al. N Engl J Med 2021;385:1737-1749",
            egfr,
            limits=">= 18 years, F or M, not in pregnancy",
        ),
    )
}
