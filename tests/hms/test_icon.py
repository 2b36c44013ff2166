"""The icon that a browser asks for by itself."""


def test_a_tab_with_a_pdf_finds_the_icon(client):
    response = client.get("/favicon.ico")

    assert (response.status_code, response.url) == (302, "/static/icon.svg")
