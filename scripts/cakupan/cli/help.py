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
from cakupan.errors import joined, told

EXAMPLE: Final = "Example: "
_WORDS: Final = {
    "ARGUMENTS_PANEL_TITLE": told("Arguments"),
    "OPTIONS_PANEL_TITLE": told("Options"),
    "COMMANDS_PANEL_TITLE": told("Commands"),
    "REQUIRED_LONG_STRING": told("[required]"),
    "ABORTED_TEXT": told("Aborted."),
}
_USAGE, _DEFAULT = told("Usage: "), told("default")
_OPTIONS, _COMMAND, _ARGUMENTS = told("OPTIONS"), told("COMMAND"), told("ARGUMENTS")
METAVARS: Final = {
    "ADDRESS": told("ADDRESS"),
    "BASE": told("BASE"),
    "CODE": told("CODE"),
    "COLUMN": told("COLUMN"),
    "DATE": told("DATE"),
    "DIR": told("DIR"),
    "FILE": told("FILE"),
    "MEASURE": told("MEASURE"),
    "NAME": told("NAME"),
    "NAMES": told("NAMES"),
    "NEW": told("NEW"),
    "OLD": told("OLD"),
    "PATH": told("PATH"),
    "REASON": told("REASON"),
    "REGION": told("REGION"),
    "SERVICE": told("SERVICE"),
    "TEXT": told("TEXT"),
    "VALUE": told("VALUE"),
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
        parameter.help = spoken(told_plain(parameter.help))
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
    said = spoken(told_plain(text.strip())) if text.strip() else ""
    return " ".join(part for part in (said, f"{spoken(told('Example:'))} {command}" if example else "") if part)


def told_plain(text: str) -> str:
    """A text of help as one of the catalogue; it has no values."""
    return told(text.replace("{", "{{").replace("}", "}}"))


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


def complaint(message: str, command: str) -> str:
    """A complaint of Typer's as a sentence of ours, with where help is; one that is not known stays as it is."""
    for pattern, kind in _COMPLAINTS:
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match:
            sentence = _sentence(kind, match.groupdict())
            break
    else:
        sentence = message.rstrip(".")
    return joined("; ", [sentence, told("see {command} --help", command=command)])


def _sentence(kind: str, found: dict[str, str]) -> str:
    match kind:
        case "near_option":
            return told("there is no option {option} (did you mean {near}?)", **found)
        case "no_option":
            return told("there is no option {option}", **found)
        case "near_command":
            return told("there is no command {name} (did you mean {near}?)", **found)
        case "no_command":
            return told("there is no command {name}", **found)
        case "missing":
            return told("{option} is missing; it must be given", **found)
        case "none_of":
            return told("{option}: {part} is none of {allowed}", **found)
        case "least":
            return told("{option}: write a number from {n}", **found)
        case "whole":
            return told("{option}: write a whole number", **found)
        case "needs":
            return told("{option} needs a value", **found)
        case "takes_none":
            return told("{option} takes no value", **found)
    return told("these words are too many: {words}", **found)
