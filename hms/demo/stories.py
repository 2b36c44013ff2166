"""What people come with, what is found and what is given: the shape of an ordinary day, not a treatment guide."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    """One kind of visit. `medicines`: (name, part of the presentation, dose, food, days). `tests`: codes.

    `who`: any, woman, man, child, adult, old. `department` is a Department.Kind.
    """

    complaints: tuple[tuple[str, str], ...]  # complaint in English, how long
    diagnosis: str  # ICD-10 code in the catalogue
    medicines: tuple[tuple[str, str, str, str, int], ...]
    tests: tuple[str, ...] = ()
    who: str = "any"
    department: str = "general"
    advice: str = ""
    follow_up_days: int | None = None
    refer_to: str = ""
    refer_reason: str = ""
    done_before: str = ""
    up_reason: str = ""  # the answer to the level-of-care gate
    weight: int = 10


STORIES = (
    Story(
        (("fever", "3 days"), ("cough", "5 days")),
        "J06.9",
        (("Paracetamol", "Tablet 500", "1-1-1", "PC", 5), ("Cetirizine", "Tablet 10", "0-0-1", "", 5)),
        who="adult",
        advice="गुनगुना पानी पिएँ; बुखार 3 दिन से ज़्यादा रहे तो आएँ",
        weight=24,
    ),
    Story(
        (("fever", "4 days"), ("body ache", "4 days")),
        "R50.9",
        (("Paracetamol", "Tablet 500", "1-1-1", "PC", 3),),
        tests=("CBC", "MAL"),
        who="adult",
        advice="आराम करें, पानी ज़्यादा पिएँ",
        follow_up_days=3,
        weight=14,
    ),
    Story(
        (("loose motions", "2 days"),),
        "A09",
        (("Oral rehydration salts (ORS)", "", "sos", "", 3), ("Zinc sulphate", "Dispersible", "0-0-1", "", 14)),
        who="child",
        department="mch",
        advice="हर दस्त के बाद ओ.आर.एस. दें; दूध पिलाना न रोकें",
        follow_up_days=3,
        weight=14,
    ),
    Story(
        (("weakness / tiredness", "2 weeks"),),
        "D50.9",
        (("Ferrous salt + Folic acid (IFA)", "Tablet 100", "1-0-1", "PC", 30),),
        tests=("CBC",),
        who="woman",
        department="mch",
        advice="हरी सब्ज़ी, गुड़, चना खाएँ",
        follow_up_days=15,
        weight=12,
    ),
    Story(
        (("sugar check / medicine refill", ""),),
        "E11.9",
        (("Metformin", "Tablet 500", "1-0-1", "WF", 30),),
        tests=("SUGAR",),
        who="old",
        department="ncd",
        advice="मीठा और चावल कम; रोज़ 30 मिनट टहलें",
        follow_up_days=30,
        weight=14,
    ),
    Story(
        (("BP check / medicine refill", ""),),
        "I10",
        (("Amlodipine", "Tablet 5", "1-0-0", "", 30),),
        who="old",
        department="ncd",
        advice="नमक कम; दवा रोज़ लें",
        follow_up_days=30,
        weight=14,
    ),
    Story(
        (("burning urination", "3 days"),),
        "N39.0",
        (("Nitrofurantoin", "Tablet 100", "1-0-1", "PC", 5),),
        tests=("URE",),
        who="woman",
        advice="पानी ज़्यादा पिएँ",
        follow_up_days=7,
        weight=8,
    ),
    Story(
        (("itching", "2 weeks"),),
        "B86",
        (("Permethrin", "Cream", "0-0-1", "", 1),),
        advice="घर के सब लोग एक साथ लगाएँ; कपड़े धूप में सुखाएँ",
        follow_up_days=14,
        weight=8,
    ),
    Story(
        (("pregnancy check-up", ""),),
        "Z34.9",
        (
            ("Ferrous salt + Folic acid (IFA)", "Tablet 100", "0-0-1", "PC", 30),
            ("Calcium carbonate", "Tablet 500", "1-0-1", "PC", 30),
        ),
        tests=("CBC", "SUGAR", "URE"),
        who="young woman",
        department="mch",
        advice="आयरन की गोली रोज़; हर महीने जाँच कराएँ",
        follow_up_days=28,
        weight=10,
    ),
    Story(
        (("cough", "20 days"), ("night sweats", "2 weeks")),
        "R05",
        (),
        tests=("CBC", "TB"),
        who="adult",
        advice="मुँह ढककर खाँसें; बलगम की जाँच ज़रूर कराएँ",
        follow_up_days=3,
        weight=5,
    ),
    Story(
        (("toothache", "2 days"),),
        "K02.9",
        (("Ibuprofen", "Tablet 400", "1-0-1", "PC", 3),),
        department="dental",
        who="adult",
        follow_up_days=7,
        weight=8,
    ),
    Story(
        (("chest pain", "2 hours"),),
        "R07.4",
        (("Acetylsalicylic acid (Aspirin)", "Tablet 325", "stat", "", 0),),
        who="old",
        refer_to="PMCH",
        refer_reason="Chest pain with sweating for two hours; needs ECG and cardiac enzymes",
        done_before="Aspirin 325 mg at once, oxygen",
        weight=2,
    ),
    Story(
        (("blurred vision", "6 months"),),
        "H25.9",
        (),
        who="old",
        refer_to="RNH",
        refer_reason="Gradual loss of vision, both eyes; cataract surgery",
        weight=4,
    ),
    Story(
        (("knee pain", "4 months"),),
        "M17.9",
        (("Paracetamol", "Tablet 500", "1-0-1", "PC", 10),),
        who="old",
        refer_to="PMCH",
        refer_reason="Pain on walking; the family asks for a specialist",
        done_before="Paracetamol for ten days, exercises shown",
        up_reason="patient_wish",
        weight=2,
    ),
)
