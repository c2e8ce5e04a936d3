"""Figures as plain pandas data frames: one row a region, one column a measure or indicator, so that a cell knows its own address.

What the figures are is decided in `indicators`; what is drawn or printed from a frame, elsewhere.
"""

from cakupan.frames.columns import FrameColumn, columns_of
from cakupan.frames.frame import frame_of
from cakupan.frames.rows import Row, digest, rows_inside
from cakupan.frames.series import series_of

__all__ = ["FrameColumn", "Row", "columns_of", "digest", "frame_of", "rows_inside", "series_of"]
