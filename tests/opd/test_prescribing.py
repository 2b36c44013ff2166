"""A prescription line typed in one go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opd.prescribing import Line, parse_line


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pcm 500 1-0-1 5d pc", Line("pcm", "500", "", "1-0-1", "PC", 5)),
        ("PCM 500mg 1-0-1 5 days PC", Line("pcm", "500mg", "", "1-0-1", "PC", 5)),
        ("amox syp 5ml tds 7d", Line("amox", "", "syrup", "5ml tds", "", 7)),
        ("amox syp 5 ml tds 7d", Line("amox", "", "syrup", "5 ml tds", "", 7)),
        ("ORS sos", Line("ors", dose="sos")),
        ("cetirizine 10 hs x5d", Line("cetirizine", "10", dose="hs", days=5)),
        ("metformin 500 bd wf 1m", Line("metformin", "500", dose="bd", food="WF", days=30)),
        ("azithromycin 500 od 3d", Line("azithromycin", "500", dose="od", days=3)),
        ("tab amlodipine 5 od 30d", Line("amlodipine", "5", "tablet", "od", "", 30)),
        ("पैरासिटामोल ५०० १-१-१ ५ दिन", Line("पैरासिटामोल", "500", dose="1-1-1", days=5)),
        ("pcm 500 ½-0-½ 2 हफ्ते", Line("pcm", "500", dose="½-0-½", days=14)),
        ("pcm 500 1/2-0-1/2 5d", Line("pcm", "500", dose="½-0-½", days=5)),
        ("cough syrup 10 ml hs", Line("cough", "", "syrup", "10 ml hs")),
        ("co-trimoxazole bd 5d", Line("co-trimoxazole", dose="bd", days=5)),
        ("vitamin b complex od", Line("vitamin b complex", dose="od")),
        ("ciprofloxacin drops 2 drops tds 5d", Line("ciprofloxacin", "", "drops", "2 drops tds", "", 5)),
        ("pcm 500 1 - 0 - 1 5d", Line("pcm", "500", dose="1-0-1", days=5)),
        ("pcm 500 1-0-1 -5", Line("pcm", "500", dose="1-0-1", days=-5)),
        ("pcm 500 1-0-1 -5 d", Line("pcm", "500", dose="1-0-1", days=-5)),
        ("pcm 500 1-0-1 0d", Line("pcm", "500", dose="1-0-1", days=0)),
        ("pcm 500 1-0-1 1000d", Line("pcm", "500", dose="1-0-1", days=1000)),
        ("pcm 500 1-0-1 20 years", Line("pcm", "500", dose="1-0-1", days=7300)),
        ("pcm 500 50-0-50", Line("pcm", "500", dose="50-0-50")),
        ("", Line()),
    ],
)
def test_a_line_is_taken_apart(typed, meant):
    assert parse_line(typed) == meant


@given(st.text(max_size=80))
def test_no_line_whatever_breaks_the_reader(text):
    line = parse_line(text)

    assert line.days is None or isinstance(line.days, int)
