"""Where a finished edition is delivered: object storage, reached by a URL. Building and reading back happen in a local folder."""

from cakupan.delivery.store.remote import Delivered, RemoteEdition, StoreError, is_url

__all__ = ["Delivered", "RemoteEdition", "StoreError", "is_url"]
