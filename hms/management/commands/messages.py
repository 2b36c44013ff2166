"""`messages`: what still lacks Hindi. `messages --add labs < pairs.tsv`: take translations in."""

import sys

from django.core.management.base import BaseCommand, CommandError

from hms.messages import catalogue
from hms.messages.found import APPS, Message, by_app


class Command(BaseCommand):
    help = (
        "Without options: list strings without Hindi, `app<TAB>string`. With --add APP: read lines "
        "`string<TAB>Hindi` (for a plural `one|||many<TAB>Hindi one|||Hindi many`, for a context "
        "`context^^^string<TAB>Hindi`; \\n for a line break) from standard input and merge them."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("app", nargs="?", choices=APPS)
        parser.add_argument("--add", choices=APPS)

    def handle(self, **options):
        if options["add"]:
            count = catalogue.add(options["add"], [_pair(line) for line in sys.stdin if line.strip()])
            self.stdout.write(f"{count} merged into {options['add']}")
            return
        total = 0
        for app, messages in catalogue.missing().items():
            if options["app"] in {None, app}:
                for message in messages:
                    total += 1
                    self.stdout.write(f"{app}\t{_shown(message)}\t# {message.where}")
        self.stdout.write(f"{total} without Hindi, of {sum(map(len, by_app().values()))}")


def _shown(message: Message) -> str:
    text = message.text.replace("\n", "\\n")
    if message.plural:
        text = f"{text}|||{message.plural}"
    return f"{message.context}^^^{text}" if message.context else text


def _pair(line: str) -> tuple[Message, list[str]]:
    source, tab, hindi = line.rstrip("\n").partition("\t")
    if not tab or not hindi.strip():
        raise CommandError(f"Not `string<TAB>Hindi`: {line!r}")
    source, hindi = source.replace("\\n", "\n"), hindi.replace("\\n", "\n")
    context, mark, text = source.rpartition("^^^")
    one, _, many = text.partition("|||")
    strings = hindi.split("|||")
    if many and len(strings) == 1:
        strings *= 2
    return Message(one, many, context if mark else ""), strings
