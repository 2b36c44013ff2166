"""The cards of a centre's home."""


def of(request) -> dict:
    return {"tiles": []}
