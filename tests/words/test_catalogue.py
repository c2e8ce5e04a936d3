"""Every sentence of the package has its Indonesian counterpart, with the same figures in it, and the catalogues hold nothing else.

What stands in documents is in one catalogue, what the command says to its user in another.
"""

from __future__ import annotations

import ast
import json
import pickle
import re
import string
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from cakupan.cli import app
from cakupan.cli.help import sentences
from cakupan.errors import DataError, message
from cakupan.indicators import Position, compute
from cakupan.languages import LANGS
from cakupan.observations import load_observations
from cakupan.words.language import COMMAND, MissingTranslation, catalogue_path, in_language, translator
from cakupan.words.sentences import Speaker, has_words, say
from cakupan.workspace import DATA, NOTEBOOKS, PACKAGE
from docs.pages import PAIRS, unfenced
from typer.main import get_command

SPEAKING = {"say", "word", "marked", "gettext", "ngettext", "_"}
TRANSLATED = [lang for lang in LANGS if lang != "en"]
BOOKS = [(lang, domain) for lang in TRANSLATED for domain in ("", COMMAND)]
PLACE = re.compile(r"\{(\w+)\}")


@cache
def modules() -> dict[str, ast.Module]:
    return {
        str(path.relative_to(PACKAGE)): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def texts(node: ast.AST) -> Iterator[str]:
    """The string constants in an expression."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value


@cache
def tables() -> dict[tuple[str, str], ast.Dict]:
    """The package's constant tables, such as CARD_LABELS, by module and name."""
    return {
        (module, target.id): node.value
        for module, tree in modules().items()
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }


def literal(node: ast.expr, module: str) -> Iterator[str]:
    """What an argument may be: a text, one of two texts, or a value of a constant table of the package."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from chain(literal(body, module), literal(orelse, module))
        case ast.Subscript(value=ast.Name(id=name)) | ast.Subscript(value=ast.Attribute(attr=name)):
            yield from values(name, module)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="get"), args=[_, *default]):
            yield from chain(values(name, module), *(literal(part, module) for part in default))


def values(table: str, module: str) -> Iterator[str]:
    """The texts of the table that a name means in a module: its own, or else the ones of that name that it imports from."""
    own = tables().get((module, table))
    nodes = [own] if own else [node for (_, name), node in tables().items() if name == table]
    for node in nodes:
        yield from chain.from_iterable(literal(value, module) for value in node.values)


@cache
def spoken(domain: str = "") -> dict[str, str]:
    """Every sentence that the package may say, with the module that says it first; a plural form is one of its own."""
    speakers: dict[str, str] = {}
    for name, tree in modules().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            function = node.func
            called = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
            if called in ({"message"} if domain else SPEAKING):
                for argument in node.args[: 2 if called in ("say", "ngettext") else 1]:
                    for text in literal(argument, name):
                        speakers.setdefault(text, name)
    speakers |= dict.fromkeys(helps(), "help") if domain else {}
    return {text: name for text, name in speakers.items() if has_words(text)}


@cache
def helps() -> tuple[str, ...]:
    """What the help of the commands says, as it stands in the catalogue."""
    group: Any = get_command(app)
    return tuple(
        text.replace("{", "{{").replace("}", "}}")
        for command in (group, *group.commands.values())
        for text in sentences(command)
    )


@cache
def catalogue(lang: str, domain: str = "") -> Catalog:
    with catalogue_path(lang, domain).open("rb") as file:
        return read_po(file, locale=lang)


def messages(lang: str, domain: str = "") -> list[Message]:
    return [entry for entry in catalogue(lang, domain) if entry.id]


def forms(text: object) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)  # type: ignore[arg-type]


@pytest.mark.parametrize(("lang", "domain"), BOOKS)
def test_every_sentence_of_the_package_has_a_translation(lang: str, domain: str) -> None:
    known = set(chain.from_iterable(forms(entry.id) for entry in messages(lang, domain)))
    missing = {text: module for text, module in spoken(domain).items() if text not in known}
    assert not missing


@pytest.mark.parametrize(("lang", "domain"), BOOKS)
def test_no_translation_is_left_over(lang: str, domain: str) -> None:
    written = {text for tree in modules().values() for text in texts(tree)} if not domain else set(spoken(domain))
    left = [entry.id for entry in messages(lang, domain) if not set(forms(entry.id)) <= written]
    assert not left


@pytest.mark.parametrize(("lang", "domain"), BOOKS)
def test_every_translation_is_finished_and_has_the_figures_of_its_sentence(lang: str, domain: str) -> None:
    wrong = []
    for entry in messages(lang, domain):
        wanted = {place for text in forms(entry.id) for place in PLACE.findall(text)}
        for text in forms(entry.string):
            if not text.strip() or entry.fuzzy or set(PLACE.findall(text)) != wanted:
                wrong.append(entry.id)
    assert not wrong


@pytest.mark.parametrize(("lang", "domain"), BOOKS)
def test_no_sentence_is_translated_twice(lang: str, domain: str) -> None:
    text = catalogue_path(lang, domain).read_text(encoding="utf-8")
    ids = re.findall(r'^msgid ((?:".*"\n?)+)', text, re.MULTILINE)
    assert sorted(set(ids)) == sorted(ids)


def test_the_package_says_much_and_the_test_sees_it() -> None:
    assert len(spoken()) > 200
    assert len(spoken(COMMAND)) > 700
    assert "Recording coverage" in set(chain.from_iterable(forms(m.id) for m in messages("id")))


@pytest.mark.parametrize("lang", TRANSLATED)
@pytest.mark.parametrize("region", ["ID", "64", "6472", "95"])
def test_every_indicator_can_be_named_and_explained(lang: str, region: str) -> None:
    observations = load_observations(DATA)
    speaker = Speaker(lang, observations.regions)  # type: ignore[arg-type]
    for indicator in compute(Position(observations, region, observations.latest_edition())).values():
        assert speaker.word(indicator.name)
        for sentence in (*indicator.notes, *([indicator.reason] if indicator.reason else [])):
            assert "{" not in speaker.text(sentence)


def test_an_untranslated_sentence_is_refused_rather_than_said_in_english() -> None:
    with pytest.raises(MissingTranslation, match="no translation of: 'A sentence that nobody translated'"):
        translator("id")("A sentence that nobody translated")
    with pytest.raises(MissingTranslation):
        Speaker("id", load_observations(DATA).regions)(
            say("One {n} nobody translated", "Many {n} nobody translated", 2)
        )


def test_english_says_what_stands_in_the_source() -> None:
    assert translator("en")("A sentence that nobody translated") == "A sentence that nobody translated"


def seen_by_readers() -> Iterator[tuple[str, str]]:
    """Every Indonesian text of the catalogue, of the notebooks and of the pages about them, with where it stands."""
    for domain in ("", COMMAND):
        for entry in messages("id", domain):
            yield from ((catalogue_path("id", domain).name, form) for form in forms(entry.string))
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            yield from ((path.name, text) for text in re.findall(r'"id": "((?:[^"\\]|\\.)*)"', "".join(cell["source"])))
    for page in filter(lambda name: name.endswith(".md"), PAIRS.values()):
        yield from ((page, line) for line in unfenced(page).splitlines())


def test_no_word_that_the_term_list_rules_out_stands_before_a_reader() -> None:
    terms = tomllib.loads((PACKAGE / "words" / "terms.toml").read_text(encoding="utf-8"))["term"]
    ruled_out = {word: term["id"] for term in terms for word in term["not"]}
    assert len(ruled_out) > 10
    uses = [
        (place, text, f"say {better!r}, not {word!r}")
        for place, text in seen_by_readers()
        for word, better in ruled_out.items()
        if re.search(rf"\b{word}", text, re.IGNORECASE)
    ]
    assert uses == []


# --- errors ---


@cache
def refusals() -> frozenset[str]:
    """The classes of errors that a person is meant to read."""
    bases: dict[str, set[str]] = {}
    for tree in modules().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                bases[node.name] = {getattr(base, "id", getattr(base, "attr", "")) for base in node.bases}
    classes = {"CakupanError"}
    while more := {name for name, above in bases.items() if above & classes} - classes:
        classes |= more
    return frozenset(classes)


def test_every_error_that_is_written_where_it_is_raised_can_be_said_in_each_language() -> None:
    written = []
    for name, tree in modules().items():
        for node in ast.walk(tree):
            match node:
                case ast.Raise(exc=ast.Call(func=ast.Name(id=kind), args=[ast.Constant() | ast.JoinedStr(), *_])):
                    if kind in refusals():
                        written.append(f"{name}:{node.lineno}")
    assert written == []


def test_every_sentence_of_the_command_gets_the_values_that_it_has_places_for() -> None:
    wrong = []
    for name, tree in modules().items():
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Name(id="message"), args=[ast.Constant(value=str(template))], keywords=given):
                    wanted = {place for _, place, _, _ in string.Formatter().parse(template) if place is not None}
                    names = {keyword.arg for keyword in given}
                    if None not in names and names != wanted:
                        wrong.append(f"{name}:{node.lineno}")
    assert wrong == []


def test_a_sentence_remembers_what_it_was_made_of_wherever_it_goes() -> None:
    inner = message("{file}, sheet {name}", file="a.xlsx", name="{x}")
    error = DataError(
        message("{path} cannot be read ({reason}); check its permissions", path=inner, reason=OSError(13, "?"))
    )
    for one in (error, pickle.loads(pickle.dumps(error)), DataError(str(error.sentence))):
        assert str(one) == "a.xlsx, sheet {x} cannot be read (Permission denied); check its permissions"
        assert in_language(one, "id") == "a.xlsx, lembar {x} tidak dapat dibaca (tidak ada izin); periksa izinnya"
        assert in_language(one, "en") == str(one)
    assert json.dumps([inner]) == '["a.xlsx, sheet {x}"]'
