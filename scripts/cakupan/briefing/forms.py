"""The parameters of a notebook as a small form in JupyterLab, drawn from the typed contract of its cell `parameters`.

What is allowed is checked where the batch checks it, in `parameters`; in a batch there is no form.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from html import escape
from pathlib import Path
from typing import Any

from cakupan.briefing import parameters
from cakupan.briefing.parameters import Parameter, read_contract
from cakupan.errors import CakupanError
from cakupan.languages import LANGS
from cakupan.regions import Level, Regions
from cakupan.workspace import DATA, NOTEBOOKS

LEVELS: dict[str, tuple[Level, ...]] = {
    "province": ("province",),
    "regency": ("regency",),
    "area": ("district", "village"),
}
"""Parameters that are codes of regions, and of which levels."""


def parameter_form(
    notebook: str | Path, variables: MutableMapping[str, Any], regions: Regions | None = None
) -> ParameterForm | None:
    """The form of a notebook's parameters, which writes into `variables`; None where nobody sits at the keyboard.

    notebook: its name without ending, or a path. variables: the notebook's `globals()`. Raises UsageError for a notebook without a
    contract.
    """
    if not is_interactive():
        return None
    return ParameterForm(contract_of(notebook), variables, regions or Regions.load(DATA))


def contract_of(notebook: str | Path) -> tuple[Parameter, ...]:
    """The contract of one of our notebooks by name, or of any by path."""
    path = Path(notebook)
    return read_contract(path if path.suffix else NOTEBOOKS / f"{notebook}.ipynb")


def is_interactive() -> bool:
    """Whether a person could answer: JupyterLab lets a cell ask for input, Papermill and nbclient never do."""
    try:
        from IPython import get_ipython
    except ImportError:
        return False
    shell = get_ipython()
    return bool(getattr(getattr(shell, "kernel", None), "_allow_stdin", False))


KEYS_STAY = """
const listen = () => {
  const area = element.closest('.jp-OutputArea');
  if (!area) { setTimeout(listen, 50); return; }  // it is drawn before it is put into the page
  area.addEventListener('focusin', event => event.target.setAttribute('data-lm-suppress-shortcuts', 'true'));
};
listen();
"""
"""JupyterLab would take arrow keys and Enter on a list or button as its own and move to another cell; in our output it may not.
The mark must stand on the control itself: JupyterLab's rule for a focused element is tried before those around it are looked at."""


def show_controls(box: Any) -> None:
    """Show controls in a notebook so that they can be used by the keyboard."""
    from IPython.display import Javascript, display

    display(Javascript(KEYS_STAY), box)


class ParameterForm:
    """The controls, one a parameter. A good value is taken at once; of a bad one it is said what is allowed."""

    def __init__(self, contract: tuple[Parameter, ...], variables: MutableMapping[str, Any], regions: Regions) -> None:
        import ipywidgets as untyped

        widgets: Any = untyped
        self.variables, self.regions = variables, regions
        self.notice: Any = widgets.HTML()
        self.controls = {one.name: self._control(widgets, one) for one in contract}
        rows = [
            widgets.HBox([control, widgets.HTML(f"<small>{escape(one.help)}</small>")])
            for one, control in zip(contract, self.controls.values(), strict=True)
        ]
        self.box: Any = widgets.VBox([*rows, self.notice])
        self.box.add_class("ck-form")
        for name, control in self.controls.items():
            control.observe(lambda change, name=name: self.take(name, change["new"]), names="value")

    def _ipython_display_(self) -> None:
        show_controls(self.box)

    def _control(self, widgets: Any, one: Parameter) -> Any:
        """A list for what has few values, a switch for yes and no, a line of text for the rest."""
        value = self.variables.get(one.name, one.default)
        if one.name in LEVELS:
            known = [region for level in LEVELS[one.name] for region in self.regions.at(level)]
            options = [(f"{region.code} {region.short()}", region.code) for region in known]
            return widgets.Dropdown(description=one.name, options=options, value=str(value))
        if one.name == "lang":
            return widgets.ToggleButtons(description=one.name, options=LANGS, value=value)
        if one.annotation == "bool":
            return widgets.Checkbox(description=one.name, value=bool(value))
        return widgets.Text(description=one.name, value=str(value), continuous_update=False)

    def take(self, name: str, value: object) -> bool:
        """Write a value into the notebook's variables, or say why not."""
        try:
            self._check(name, value)
        except CakupanError as error:
            self.notice.value = f'<p role="alert">{escape(str(error))}</p>'
            return False
        self.variables[name] = value
        self.notice.value = f"<p><code>{escape(name)} = {escape(repr(value))}</code>; now run the cells below.</p>"
        return True

    def _check(self, name: str, value: object) -> None:
        if name in LEVELS:
            parameters.region_code(value, self.regions, LEVELS[name])
        if name == "lang":
            parameters.language(value)
        if name == "edition":
            import datetime as dt

            parameters.edition_date(value, dt.date.today())

    @property
    def values(self) -> Mapping[str, object]:
        """What the controls show."""
        return {name: control.value for name, control in self.controls.items()}
