"""Where an edition goes: a folder of this machine, or object storage, to which it is delivered once it is sound."""

from cakupan.delivery.delivery import Target, fetched

__all__ = ["Target", "fetched"]
