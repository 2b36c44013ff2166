"""A person's browser, only faster: cookies, forms as they stand on the page, one kept-alive connection."""

import http.client
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit


@dataclass
class Form:
    """A form as it stands on the page: where it goes and what it would send untouched."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def filled(self, values: dict) -> list[tuple[str, str]]:
        kept = [(name, value) for name, value in self.fields if name not in values]
        for name, value in values.items():
            kept += [(name, item) for item in (value if isinstance(value, list) else [value])]
        return kept


class _Forms(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self._form, self._select, self._text = [], None, None, None

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "form":
            self._form = Form(a.get("action", ""), a.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is None:
            return
        elif tag == "input" and a.get("name"):
            self._input(a)
        elif tag == "button" and a.get("name"):
            self._form.buttons.append((a["name"], a.get("value", "")))
        elif tag == "select":
            self._select = a.get("name")
            self._form.names.add(self._select)
        elif tag == "option" and self._select and "selected" in a:
            self._form.fields.append((self._select, a.get("value", "")))
        elif tag == "textarea":
            self._text = (a.get("name"), [])
            self._form.names.add(a.get("name"))

    def _input(self, a):
        self._form.names.add(a["name"])
        kind = a.get("type", "text")
        if (kind in {"checkbox", "radio"} and "checked" not in a) or kind in {"submit", "image", "button"}:
            return
        self._form.fields.append((a["name"], a.get("value", "on" if kind == "checkbox" else "")))

    def handle_data(self, data):
        if self._text:
            self._text[1].append(data)

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._text:
            self._form.fields.append((self._text[0], "".join(self._text[1]).lstrip("\n")))
            self._text = None


@dataclass
class Answer:
    """One response. `seconds` is the time from sending to the last byte; `queries` what the server counted."""

    url: str
    status: int
    headers: dict
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def queries(self) -> int:
        return int(self.headers.get("x-queries", -1))

    def form(self, *, having: str) -> Form:
        """The form with a field or button whose name begins so. Raises LookupError naming the page."""
        parser = _Forms()
        parser.feed(self.text)
        for form in parser.forms:
            if any(name.startswith(having) for name in form.names.union(name for name, _ in form.buttons)):
                return form
        raise LookupError(f"no form with {having} on {self.url} ({self.status}): {self.text[:300]}")


class Browser:
    """One person at one server; `log` collects (step, Answer) of the steps that are named."""

    def __init__(self, base: str):
        parts = urlsplit(base)
        self.host, self.connection = parts.netloc, None
        self.cookies: dict[str, str] = {}
        self.log: list[tuple[str, Answer]] = []

    def get(self, url: str, step: str = "") -> Answer:
        return self._send("GET", url, None, step)

    def submit(self, page: Answer, form: Form, values: dict, step: str = "", *, follow: bool = True) -> Answer:
        """Fill the form in and send it; a redirect is followed without being part of the step."""
        url = urljoin(page.url, form.action or page.url)
        answer = self._send("POST", url, form.filled(values), step, referer=page.url)
        if follow and answer.status in {302, 303}:
            return self.get(urljoin(url, answer.headers["location"]))
        return answer

    def _send(self, method, url, fields, step, referer="") -> Answer:
        headers = {"Host": self.host, "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if fields is not None:
            body = urlencode(fields).encode()
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": referer}
        started = time.perf_counter()
        response, content = self._exchange(method, url, body, headers)
        answer = Answer(url, response.status, {}, content, time.perf_counter() - started)
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
            answer.headers[name.lower()] = value
        if step:
            self.log.append((step, answer))
        return answer

    def _exchange(self, method, url, body, headers):
        for last in (False, True):
            if self.connection is None:
                self.connection = http.client.HTTPConnection(self.host, timeout=30)
            try:
                self.connection.request(method, url, body, headers)
                response = self.connection.getresponse()
                return response, response.read()
            except (http.client.HTTPException, ConnectionError):
                self.connection.close()
                self.connection = None
                if last:
                    raise
        raise AssertionError("unreachable")
