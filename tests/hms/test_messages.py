"""What manage.py messages reads out of a template."""

from hms.messages.found import in_template


def words(text: str, folder) -> list[str]:
    page = folder / "page.html"
    page.write_text("{% load i18n %}" + text)
    return [message.text for message in in_template(page)]


def test_brackets_and_quotes_inside_a_sentence_do_not_end_it(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    sentences = [
        "Save it as CSV (UTF-8) and choose it here.",
        "One ) alone, then (another (inside)) it.",
        "The patient's own (last) word",
    ]

    assert words(" ".join(f'{{% trans "{one}" %}}' for one in sentences), tmp_path) == sentences


def test_a_block_with_blanks_is_read_whole(settings, tmp_path):
    settings.BASE_DIR = tmp_path

    assert words("{% blocktrans %}{{ count }} rows (of all) were refused{% endblocktrans %}", tmp_path) == [
        "%(count)s rows (of all) were refused"
    ]
