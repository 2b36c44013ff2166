"""Rupees as they are written here: 12,34,567.50, and in Hindi words for a letter."""

from decimal import ROUND_HALF_UP, Decimal

PAISE = Decimal("0.01")
MOST = Decimal(10) ** 12  # a lakh crore; more is no amount of a health centre
NAMES = """
    शून्य एक दो तीन चार पाँच छह सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह
    सोलह सत्रह अठारह उन्नीस बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस
    अट्ठाईस उनतीस तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस
    उनतालीस चालीस इकतालीस बयालीस तैंतालीस चवालीस पैंतालीस छियालीस सैंतालीस
    अड़तालीस उनचास पचास इक्यावन बावन तिरपन चौवन पचपन छप्पन सत्तावन अट्ठावन
    उनसठ साठ इकसठ बासठ तिरसठ चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर सत्तर
    इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उन्यासी
    अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी सत्तासी अट्ठासी नवासी
    नब्बे इक्यानवे बानवे तिरानवे चौरानवे पचानवे छियानवे सत्तानवे अट्ठानवे
    निन्यानवे
""".split()  # noqa: SIM905 (a hundred words read better as text)
STEPS = ((10**7, "करोड़"), (10**5, "लाख"), (10**3, "हज़ार"), (10**2, "सौ"))


def rounded(amount: Decimal) -> Decimal:
    """To whole paise, halves up, as PostgreSQL rounds."""
    return amount.quantize(PAISE, ROUND_HALF_UP)


def grouped(amount: Decimal) -> str:
    """ "12,34,567.50": the last three digits together, then pairs. Always two places. None is ""."""
    if amount is None:
        return ""
    sign, (whole, paise) = "-" if amount < 0 else "", f"{rounded(abs(amount)):f}".split(".")
    head, tail = whole[:-3], whole[-3:]
    pairs = [head[max(end - 2, 0) : end] for end in range(len(head), 0, -2)][::-1]
    return f"{sign}{','.join([*pairs, tail])}.{paise}"


def rupees(amount: Decimal) -> str:
    return "" if amount is None else f"₹ {grouped(amount)}"


def words(amount: Decimal) -> str:
    """ "बारह लाख चौंतीस हज़ार पाँच सौ सड़सठ रुपये पचास पैसे मात्र". Raises ValueError below 0 or beyond MOST."""
    if not 0 <= amount < MOST:
        raise ValueError("no amount for a letter")
    whole, paise = divmod(int(rounded(amount) * 100), 100)
    said = f"{_number(whole)} {'रुपया' if whole == 1 else 'रुपये'}"
    return f"{said} {NAMES[paise]} {'पैसा' if paise == 1 else 'पैसे'} मात्र" if paise else f"{said} मात्र"


def _number(number: int) -> str:
    if number < 100:
        return NAMES[number]
    for step, name in STEPS:
        if number >= step:
            count, rest = divmod(number, step)
            return f"{_number(count)} {name}" + (f" {_number(rest)}" if rest else "")
    raise AssertionError(number)
