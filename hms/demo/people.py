"""Names as they are heard in Patna, in both scripts (usage from memory; no person is meant)."""

import random
from dataclasses import dataclass

WOMEN = """सुनीता Sunita
|अनीता Anita
|रीना Rina|पूनम Punam|गुड़िया Gudiya|रेखा Rekha|मीना Mina|किरण Kiran|सीमा Sima|आरती Arti
|प्रियंका Priyanka|नेहा Neha|काजल Kajal|खुशबू Khushboo|रूबी Ruby|बबीता Babita|सरिता Sarita|मंजू Manju|उषा Usha|लक्ष्मी Lakshmi
|शोभा Shobha|कंचन Kanchan
|रानी Rani|ममता Mamta|संगीता Sangita|इंदु Indu|चंदा Chanda|फूलमती Phulmati|शांति Shanti|सावित्री Savitri
|नूरजहाँ Noorjahan|रुखसाना Rukhsana|शबनम Shabnam|नाज़नीन Naznin|आयशा Ayesha|तबस्सुम Tabassum|ज़ेबा Zeba|शाहीन Shahin"""
MEN = """रमेश Ramesh|सुरेश Suresh|राजेश Rajesh|मुकेश Mukesh|अजय Ajay|विजय Vijay|संजय Sanjay|मनोज Manoj|अशोक Ashok|विनोद Vinod
|पंकज Pankaj|अमित Amit|रोहित Rohit|सोनू Sonu|राहुल Rahul|दीपक Dipak|सतीश Satish|शंभू Shambhu|लालू Lalu|रामजी Ramji
|श्याम Shyam|कृष्णा Krishna|बिरजू Birju|चंदन Chandan|कुंदन Kundan|नीरज Niraj|गोपाल Gopal|हरि Hari|प्रमोद Pramod|अरविंद Arvind
|मोहम्मद_आलम Mohammad_Alam|इमरान Imran|सलीम Salim|नसीम Nasim|शमशाद Shamshad|अफ़रोज़ Afroz|जावेद Javed|फ़िरोज़ Firoz"""
GIRLS = "अनुष्का Anushka|परी Pari|आराध्या Aradhya|सृष्टि Srishti|मुस्कान Muskan|छोटी Chhoti|रिया Riya|सानिया Saniya"
BOYS = "आयुष Ayush|आर्यन Aryan|कृष Krish|अंश Ansh|शिवम Shivam|प्रिंस Prince|रेहान Rehan|अरमान Arman"
FAMILIES = """कुमार_यादव Kumar_Yadav
|यादव Yadav|पासवान Paswan|राम Ram|महतो Mahto|साह Sah|शर्मा Sharma|सिंह Singh|कुमार Kumar|प्रसाद Prasad
|मांझी Manjhi|चौधरी Chaudhary|गुप्ता Gupta|ठाकुर Thakur|सिन्हा Sinha|रजक Rajak|मिश्र Mishra|पंडित Pandit|केवट Kewat|राय Rai"""
MUSLIM_FAMILIES = "अंसारी Ansari|खान Khan|आलम Alam|अहमद Ahmad|हुसैन Husain|कुरैशी Quraishi"
MUSLIM_WOMEN = {"Noorjahan", "Rukhsana", "Shabnam", "Naznin", "Ayesha", "Tabassum", "Zeba", "Shahin"}
MUSLIM_MEN = {"Mohammad Alam", "Imran", "Salim", "Nasim", "Shamshad", "Afroz", "Javed", "Firoz"}
MUSLIM_CHILDREN = {"Saniya", "Rehan", "Arman"}

PLACES = (
    # mohalla, ward, PIN, post office (patna_pincodes.csv); wards are invented for the demonstration
    ("यारपुर रोड, शिव मंदिर के पास", "Yarpur Road, near Shiv Mandir", "14", "800001", "Patna GPO"),
    ("मीठापुर बस स्टैंड के पीछे", "behind Mithapur bus stand", "17", "800001", "Mithapur"),
    ("चितकोहरा पुल के नीचे", "below Chitkohra bridge", "12", "800002", "Anisabad"),
    ("अनीसाबाद गोलंबर", "Anisabad Golambar", "11", "800002", "Anisabad"),
    ("कदमकुआँ, गली 3", "Kadamkuan, lane 3", "38", "800003", "Kadamkuan"),
    ("मछुआटोली", "Machhuatoli", "40", "800004", "Machhuatoli"),
    ("आलमगंज थाना के पास", "near Alamganj thana", "58", "800007", "Gulzarbagh"),
    ("गुलज़ारबाग हाट", "Gulzarbagh Haat", "59", "800007", "Gulzarbagh"),
    ("सिपारा डीह टोली", "Sipara Dih Toli", "10", "800020", "Dhelwan"),
    ("लोहानीपुर, पीपल के पास", "Lohanipur, near the peepal", "33", "800003", "Kadamkuan"),
)


def _pairs(text: str) -> list[tuple[str, str]]:
    pairs = [item.split() for item in text.replace("\n", "").split("|") if item.strip()]
    return [(hindi.replace("_", " "), roman.replace("_", " ")) for hindi, roman in pairs]


@dataclass(frozen=True)
class Person:
    """A made-up person: name and guardian in both scripts, sex F or M, age in days."""

    hindi: str
    roman: str
    sex: str
    age_days: int
    guardian_hindi: str
    guardian_roman: str
    relation: str  # W husband, F father, M mother


def made_up(rng: random.Random) -> Person:
    """One person out of the age and sex mix of an urban OPD: more women, many small children, some old people."""
    age_days = _age(rng)
    child = age_days < 15 * 365
    sex = rng.choices("FM", weights=(50, 50) if child else (64, 36))[0]
    given_hindi, given = rng.choice(
        _pairs((GIRLS if sex == "F" else BOYS) if child else (WOMEN if sex == "F" else MEN))
    )
    muslim = given in MUSLIM_WOMEN | MUSLIM_MEN | MUSLIM_CHILDREN
    family_hindi, family = rng.choice(_pairs(MUSLIM_FAMILIES if muslim else FAMILIES))
    men = [pair for pair in _pairs(MEN) if (pair[1] in MUSLIM_MEN) == muslim]
    guardian_hindi, guardian = rng.choice(men)
    hindi, roman = _full(rng, sex, child, muslim, (given_hindi, given), (family_hindi, family))
    relation = "W" if sex == "F" and not child and age_days > 20 * 365 else "F"
    return Person(hindi, roman, sex, age_days, f"{guardian_hindi} {family_hindi}", f"{guardian} {family}", relation)


def _age(rng: random.Random) -> int:
    years = rng.choices(
        (0, rng.uniform(1, 5), rng.uniform(5, 15), rng.uniform(15, 30), rng.uniform(30, 60), rng.uniform(60, 92)),
        weights=(6, 13, 12, 25, 30, 14),
    )[0]
    return rng.randint(12, 364) if years == 0 else int(years * 365.25)


def _full(rng, sex, child, muslim, given, family) -> tuple[str, str]:
    if sex == "F" and not child:
        last = ("खातून", "Khatoon") if muslim else rng.choices([("देवी", "Devi"), ("कुमारी", "Kumari")], (75, 25))[0]
    elif child:
        last = family if sex == "M" else (("कुमारी", "Kumari") if not muslim else ("परवीन", "Parveen"))
    else:
        last = family
    return f"{given[0]} {last[0]}", f"{given[1]} {last[1]}"
