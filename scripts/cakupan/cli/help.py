"""What Typer says of itself (help, headings, complaints of options), in the language of the command's user.

Texts of help stand where the commands are defined; their translations are in the catalogue of the command. Commands know nothing of this.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from typing import Any, Final

import typer

from cakupan.cli.language import language, spoken
from cakupan.cli.shared import HELP
from cakupan.errors import joined, message

EXAMPLE: Final = "Example: "
_WORDS: Final = {
    "ARGUMENTS_PANEL_TITLE": message("Arguments"),
    "OPTIONS_PANEL_TITLE": message("Options"),
    "COMMANDS_PANEL_TITLE": message("Commands"),
    "REQUIRED_LONG_STRING": message("[required]"),
    "ABORTED_TEXT": message("Aborted."),
}
_USAGE, _DEFAULT = message("Usage: "), message("default")
_OPTIONS, _COMMAND, _ARGUMENTS = message("OPTIONS"), message("COMMAND"), message("ARGUMENTS")
METAVARS: Final = {
    "ADDRESS": message("ADDRESS"),
    "BASE": message("BASE"),
    "CODE": message("CODE"),
    "COLUMN": message("COLUMN"),
    "DATE": message("DATE"),
    "DIR": message("DIR"),
    "FILE": message("FILE"),
    "MEASURE": message("MEASURE"),
    "NAME": message("NAME"),
    "NAMES": message("NAMES"),
    "NEW": message("NEW"),
    "OLD": message("OLD"),
    "PATH": message("PATH"),
    "REASON": message("REASON"),
    "REGION": message("REGION"),
    "SERVICE": message("SERVICE"),
    "TEXT": message("TEXT"),
    "VALUE": message("VALUE"),
}
"""Words that stand for what is to be written, as the help shows them."""


def in_users_language(group: Any) -> Any:
    """Let a command and all that belong to it explain themselves in the user's language; flags are shown without a type. Returns it."""
    _name_headings()
    for command in (group, *group.commands.values()):
        command.context_class = Context
        command.help = "\n".join(spoken_line(line) for line in lines_of(command))
        command.options_metavar = f"[{spoken(_OPTIONS)}]"
        for parameter in parameters(command):
            _translate(parameter)
    group.subcommand_metavar = f"{spoken(_COMMAND)} [{spoken(_ARGUMENTS)}]..."
    return group


def _name_headings() -> None:
    """Headings that Typer holds as constants; they are English when it is loaded, which takes its time."""
    if language() == "en" and "typer.rich_utils" not in sys.modules:
        return
    import typer.rich_utils as headings

    for name, text in _WORDS.items():
        setattr(headings, name, spoken(text))
    headings.DEFAULT_STRING = f"[{spoken(_DEFAULT)}: {{}}]"


def _translate(parameter: Any) -> None:
    if getattr(parameter, "help", None):
        parameter.help = spoken(catalogue_text(parameter.help))
    if parameter.param_type_name == "argument":
        parameter.display_type_rich = lambda ctx: ""  # its name says it
    if getattr(parameter, "is_flag", False):
        parameter.metavar = ""
    elif parameter.metavar:
        parameter.metavar = re.sub(r"[A-Z]+", lambda match: spoken(METAVARS.get(match[0], match[0])), parameter.metavar)


_PlainFormatter: Any = typer.Context.formatter_class


class _Formatter(_PlainFormatter):  # type: ignore[misc]
    """Writes the line that begins with "Usage:"."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or spoken(_USAGE))


class Context(typer.Context):
    """A context whose usage lines are in the user's language."""

    formatter_class = _Formatter


def parameters(command: Any) -> list[Any]:
    """The options and arguments of a command, --help among them: one object, however often it is asked for."""
    helping = command.get_help_option(typer.Context(command, **HELP))
    return [*command.params, *([helping] if helping is not None else [])]


def lines_of(command: Any) -> list[str]:
    """The lines of a command's help."""
    return inspect.cleandoc(command.help or "").splitlines()


def sentences(command: Any) -> Iterator[str]:
    """What the help of a command says, each text as it stands in the catalogue; without headings and examples."""
    for line in lines_of(command):
        text = line.partition(EXAMPLE)[0].strip()
        if text:
            yield text
    yield from (parameter.help for parameter in parameters(command) if getattr(parameter, "help", None))


def spoken_line(line: str) -> str:
    """A line of a command's help in the user's language; a command that it shows as an example stays as it is."""
    text, example, command = line.partition(EXAMPLE)
    words = spoken(catalogue_text(text.strip())) if text.strip() else ""
    return " ".join(part for part in (words, f"{spoken(message('Example:'))} {command}" if example else "") if part)


def catalogue_text(text: str) -> str:
    """A text of help as one of the catalogue; it has no values."""
    return message(text.replace("{", "{{").replace("}", "}}"))


# --- complaints ---

_HINT = r"'?(?P<option>[^':]+)'?"
_COMPLAINTS: Final = (
    (r"No such option: (?P<option>\S+) \(Possible options: (?P<near>.+)\)", "near_option"),
    (r"No such option: (?P<option>\S+)", "no_option"),
    (r"No such command '(?P<name>.+?)'\. Did you mean (?P<near>.+)\?", "near_command"),
    (r"No such command '(?P<name>.+?)'\.?", "no_command"),
    (rf"Missing (?:argument|option|parameter) {_HINT}\.?.*", "missing"),
    (rf"Invalid value for {_HINT}: .*?(?P<part>'.*?') is not one of (?P<allowed>.+?)\.?", "none_of"),
    (rf"Invalid value for {_HINT}: Input should be greater than or equal to (?P<n>\S+)", "least"),
    (rf"Invalid value for {_HINT}: Input should be a valid integer.*", "whole"),
    (rf"Option {_HINT} requires an argument\.?", "needs"),
    (rf"Option {_HINT} does not take a value\.?", "takes_none"),
    (r"Got unexpected extra arguments?(?:\(s\))? \((?P<words>.*)\)", "extra"),
)
"""What Typer complains of, and which of our sentences says it."""


def complaint(text: str, command: str) -> str:
    """A complaint of Typer's as a sentence of ours, with where help is; one that is not known stays as it is."""
    for pattern, kind in _COMPLAINTS:
        match = re.fullmatch(pattern, text, re.DOTALL)
        if match:
            sentence = _sentence(kind, match.groupdict())
            break
    else:
        sentence = text.rstrip(".")
    return joined("; ", [sentence, message("see {command} --help", command=command)])


def _sentence(kind: str, values: dict[str, str]) -> str:
    match kind:
        case "near_option":
            return message("there is no option {option} (did you mean {near}?)", **values)
        case "no_option":
            return message("there is no option {option}", **values)
        case "near_command":
            return message("there is no command {name} (did you mean {near}?)", **values)
        case "no_command":
            return message("there is no command {name}", **values)
        case "missing":
            return message("{option} is missing; it must be given", **values)
        case "none_of":
            return message("{option}: {part} is none of {allowed}", **values)
        case "least":
            return message("{option}: write a number from {n}", **values)
        case "whole":
            return message("{option}: write a whole number", **values)
        case "needs":
            return message("{option} needs a value", **values)
        case "takes_none":
            return message("{option} takes no value", **values)
    return message("these words are too many: {words}", **values)
