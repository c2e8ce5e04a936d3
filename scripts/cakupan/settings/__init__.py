"""What an office may set: targets, tier rules, its name, letterhead and logo. What the settings do is decided on the floors above."""

from cakupan.settings.office import TEMPLATE, Base, Settings, Signature, files_of, load_settings

__all__ = ["TEMPLATE", "Base", "Settings", "Signature", "files_of", "load_settings"]
