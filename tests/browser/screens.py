"""The screens that pages are looked at on."""

from __future__ import annotations

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
