"""typst's only door: Form 2 as a tagged PDF, with the fonts that come with it; the same form gives the same bytes."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, date, datetime, time

from signpost import files
from signpost.person.forms import FormTwo


def pdf(form: FormTwo, day: date) -> bytes:
    """The form on pages of A4; `day` is told as the day on which it was made."""
    import typst

    made = datetime.combine(day, time(), UTC)
    said = {**asdict(form), "year": day.year, "month": day.month, "dayOfMonth": day.day}
    content = typst.compile(
        files.web() / "forms" / "form-2.typ",
        root=files.web() / "forms",
        sys_inputs={"form": json.dumps(said)},
        ignore_system_fonts=True,
        timestamp=int(made.timestamp()),
        format="pdf",
    )
    assert isinstance(content, bytes)
    return content
