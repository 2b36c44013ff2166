"""Latin letters that belong in Hindi text: names of things that staff themselves say and write so."""

import re

# Made of chance: a visit's code, and the check code of a report.
CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b|\b[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}\b")
WORD = re.compile(r"[A-Za-z]{2,}")
ALLOWED = set(
    WORD.findall(
        """
        UHID QR OPD ICD PDF UPHC YRP ABHA SMS PIN Esc Ctrl Enter Tab BP SpO RBS ESR CBC HbA WBC RBC MCV MCH MCHC PCV
        HPF TO TH AH BH eAG
        TLC DLC mmHg mg dL kg cm min mL ml fL pg mm hr cumm million lakh IU mEq mmol eGFR HH LL MBBS BCMR EDTA
        JPEG PNG WebP MB GPO Patna
        English
        CSO SHSB UTR GeM HR DX EQ QA
        PARACETAMOL Paracetamol pcm pc HB HBA1C HBSAG HBsAg
        Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec
        """
    )
)


def untranslated(texts: list[str]) -> list[str]:
    """Texts with a Latin word of two letters or more that is not on the list."""
    return [text.strip() for text in texts if set(WORD.findall(CODE.sub("", text))) - ALLOWED]
